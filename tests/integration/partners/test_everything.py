"""What the platform says about an organisation, everywhere: on one page, and as a copy."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import delete

from outreach.accounts.rules import Role
from outreach.alerts.models import Alert
from outreach.core.db import db
from outreach.partners.models import AgreementAccepted, Organisation
from outreach.partners.rules import Consent
from outreach.vetting.deciding import confirm, send_back
from outreach.vetting.operations import answer, ask, record_check
from outreach.vetting.rules import Check, Finding, Item, Kind
from tests.accounts import add_account, post, sign_in
from tests.alerts import add_alert, add_answer, add_dispute, add_partner
from tests.conftest import NOW
from tests.events import add_event
from tests.own_pages import OWN, acts, change, pending
from tests.partners import add_member_of
from tests.vetting import account, make_office


def test_the_copy_holds_everything_and_no_name_of_the_staff(app: Flask, ours: tuple[UUID, UUID]) -> None:
    organisation_id, owner = ours
    with app.app_context():
        lead = add_account(name="Asha Secret")
        add_event(lead, host_organisation_id=organisation_id, visibility="partners", title="Soup and questions")
        add_event(lead, host_organisation_id=organisation_id, title="Planning of the staff")
    client = sign_in(app, owner)
    change(client, "reach", telephone="020 7946 0000")
    staff, (path, version) = sign_in(app, lead), pending(app)
    post(staff, f"{path}/approve", version=version)
    answer = post(client, f"{OWN}/copy")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    copy = json.loads(answer.text)
    assert copy["organisation"]["profile"]["telephone"] == "020 7946 0000"
    assert {one["consent"] for one in copy["consents"]} == {*Consent}
    assert [one["title"] for one in copy["events"]] == ["Soup and questions"]
    assert [one["state"] for one in copy["changes"]] == ["approved"]
    assert "Asha Secret" not in answer.text
    text = client.page(f"{OWN}/everything").text
    assert "Soup and questions" in text
    assert "Planning of the staff" not in text
    assert "Asha Secret" not in text
    with app.app_context():
        assert acts(organisation_id)[0] == "organisation.exported"


def test_what_was_checked_asked_and_decided_is_told_with_roles_and_without_those_who_were_asked(app: Flask) -> None:
    with app.app_context():
        office = make_office(app, identifiers=("GB-CHC-1141636",))
        register, reference = (Check(Item.REGISTER, "GB-CHC-1141636"), Check(Item.REFERENCE, "1"))
        question = ask(office.organisation, uuid4(), "reach", "What is your website?", by=account(office.first), now=NOW)
        answer(office.organisation, question, office.organisation.profile, "We have none.", now=NOW)
        office.check_all()
        found = {"note": "In force since 2011.", "entry_name": "HARBOUR", "entry_status": "Registered"}
        record_check(office.organisation, register, Finding.DONE, **found, by=account(office.first), now=NOW)
        record_check(office.organisation, reference, Finding.DONE, asked="Kent Library", by=account(office.first), now=NOW)
        unfollowed = office.propose(Kind.REFUSE)
        send_back(office.organisation, unfollowed, remark="It is theirs.", by=account(office.second), now=NOW)
        approval = office.propose(now=NOW + timedelta(minutes=1))
        confirm(office.organisation, approval, by=account(office.second), now=NOW + timedelta(minutes=2))
        owner = add_member_of(office.organisation_id)
    client = sign_in(app, owner)
    text, copy = client.page(f"{OWN}/everything").text, post(client, f"{OWN}/copy")
    vetting = json.loads(copy.text)["vetting"]
    first = vetting["checks"][0]
    assert (first["check"], first["finding"], first["found_by"]) == (register.key, "done", "lead")
    assert {name: first[name] for name in found} == found
    assert [one["check"] for one in vetting["checks"]][-1] == "ties"
    assert [(one["words"], one["answer"], one["asked_by"]) for one in vetting["questions"]] == [
        ("What is your website?", "We have none.", "lead")
    ]
    assert [(one["kind"], one["is_confirmed"], one["remark"]) for one in vetting["decisions"]] == [
        ("refuse", False, "It is theirs."),
        ("approve", True, ""),
    ]
    for words in ("What is your website?", "We have none.", "The number is another’s.", "It is theirs.", "A second person decided so."):
        assert words in text
        assert words in copy.text or words.startswith("A second")
    for name in ("Ffion Fair", "Gwil Toll", "Kent Library"):
        assert name not in text
        assert name not in copy.text


def test_a_proposal_has_no_words_until_a_second_person_has_read_it(app: Flask) -> None:
    with app.app_context():
        office = make_office(app)
        office.decide()
        office.propose(Kind.TAKE_BACK, words="She, Mrs Khan, told us so.")
        owner = add_member_of(office.organisation_id)
    client = sign_in(app, owner)
    text, copy = client.page(f"{OWN}/everything").text, post(client, f"{OWN}/copy").text
    assert "A second person has not decided yet." in text
    assert "differs" not in copy
    assert "Mrs Khan" not in text + copy


def test_practice_alerts_are_told_with_their_answers_and_not_who_raised_them(app: Flask) -> None:
    with app.app_context():
        organisation, member = add_partner()
        owner, lead = add_member_of(organisation), add_account(Role.LEAD, name="Ffion Fair")
        other, their_member = add_partner(name="Another Harbour")
        alert_id, theirs = add_alert(organisation, member), add_alert(other, their_member)
        add_answer(alert_id, lead)
        add_dispute(alert_id)
        reference, their_reference = (db.session.get_one(Alert, one).reference for one in (alert_id, theirs))
    client = sign_in(app, owner)
    text, copy = client.page(f"{OWN}/everything").text, post(client, f"{OWN}/copy").text
    (alert,) = json.loads(copy)["alerts"]
    assert (alert["reference"], alert["kind"], alert["month_on"], alert["state"]) == (reference, "no-interpreter", "2026-10-01", "disputed")
    assert [(one["words"], one["answered_by"]) for one in alert["answers"]] == [("We sent the guidance.", "lead")]
    for words in (reference, "No interpreter", "We sent the guidance.", "Programme lead", "What is said to be done was not done"):
        assert words in text
    for words in (their_reference, "Ffion Fair"):
        assert words not in text + copy
    assert str(member) not in json.dumps(alert)


def test_the_pages_say_what_keeps_an_organisation_from_readers(app: Flask, ours: tuple[UUID, UUID]) -> None:
    organisation_id, owner = ours
    client = sign_in(app, owner)
    assert "You agree to be shown to readers" in client.page(OWN).text
    with app.app_context():
        db.session.get_one(Organisation, organisation_id).paused_at = NOW
        db.session.commit()
    assert "until two people of the programme have decided" in client.page(OWN).text
    assert "until two people of the programme have decided" in client.page(f"{OWN}/everything").text
    with app.app_context():
        db.session.get_one(Organisation, organisation_id).paused_at = None
        db.session.execute(delete(AgreementAccepted))
        db.session.commit()
    page = client.page(OWN)
    assert "You agree to be shown to readers" not in page.text
    assert "No version of the agreements that holds now is accepted" in page.text
    assert "/manage/organisation/agreement" in page.links
