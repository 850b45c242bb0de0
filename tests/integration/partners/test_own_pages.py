"""An organisation's own pages: its profile changes by approval, its members come and go, it leaves at once."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.accounts.rules import Role, Standing
from outreach.core.config import Config
from outreach.core.db import db
from outreach.events.models import Event
from outreach.outbox.models import Mail
from outreach.overview.organisation import erase_departed, find_acts
from outreach.partners.models import ConsentGiven, Member, Organisation, Revision, StoredFile
from outreach.partners.queries import is_listed
from outreach.partners.rules import KEPT_AFTER_LEAVING, Consent, RevisionState, Stage
from tests.accounts import add_account, areas, post, sign_in
from tests.client import PageClient
from tests.conftest import NOW
from tests.events import add_event
from tests.integration.events.test_pages import NEW as NEW_EVENT
from tests.integration.events.test_pages import typed
from tests.pages import form_of, parse_page
from tests.partners import add_member_of, add_organisation

OWN = "/manage/organisation"


@pytest.fixture
def ours(app: Flask) -> tuple[UUID, UUID]:
    """An organisation with an owner."""
    with app.app_context():
        organisation_id = add_organisation()
        return organisation_id, add_member_of(organisation_id)


def change(client: PageClient, key: str, **fields: Any) -> Any:
    path = f"{OWN}/profile/{key}"
    return client.post(path, data={**form_of(client.page(path)), **fields})


def profile(app: Flask, organisation_id: UUID) -> Any:
    with app.app_context():
        return db.session.get_one(Organisation, organisation_id).profile


def pending(app: Flask) -> tuple[str, str]:
    with app.app_context():
        row = db.session.scalars(select(Revision).where(Revision.state == RevisionState.PENDING)).one()
        return f"/manage/partners/revisions/{row.id}", str(row.version)


def acts(organisation_id: UUID) -> list[str]:
    return [entry.action for entry in find_acts(organisation_id)]


def test_every_page_opens_for_an_owner_and_names_the_organisation(app: Flask, ours: tuple[UUID, UUID]) -> None:
    client = sign_in(app, ours[1])
    for page in ("", "/profile", "/consents", "/members", "/members/invite", "/hours", "/hours/new", "/files", "/everything", "/leave"):
        assert client.page(f"{OWN}{page}").heading
    for key in ("organisation", "reach", "numbers", "areas", "languages", "communities", "contact", "safeguarding", "advice", "ties"):
        assert client.page(f"{OWN}/profile/{key}").heading
    assert client.get(f"{OWN}/profile/nonsense").status_code == 404


def test_an_edit_waits_while_the_approved_copy_stays_and_is_the_profile_when_somebody_approves(app: Flask, ours: tuple[UUID, UUID]) -> None:
    organisation_id, owner = ours
    client = sign_in(app, owner)
    before = profile(app, organisation_id)
    assert change(client, "organisation", about="A weekly drop-in with soup and somebody to talk to.").status_code == 303
    assert profile(app, organisation_id) == before
    page = client.page(f"{OWN}/profile")
    assert "A change waits for approval" in page.text
    assert "with soup" in page.text
    with app.app_context():
        lead = add_account(Role.LEAD, areas("kent"))
    staff, (path, version) = sign_in(app, lead), pending(app)
    assert "with soup" not in client.page(f"{OWN}/everything").text
    shown = staff.page(path)
    assert [" ".join("".join(one.itertext()).split()) for one in shown.all("del")] == ["taken out: tea"]
    assert [" ".join("".join(one.itertext()).split()) for one in shown.all("ins")] == ["new: soup"]
    assert "Look at the change of its profile" in staff.page("/manage/").text
    verified = _verified_at(app, organisation_id)
    assert post(staff, f"{path}/approve", version=version).status_code == 303
    assert "with soup" in profile(app, organisation_id).about
    assert _verified_at(app, organisation_id) == verified, "an edit is no confirmation"
    with app.app_context():
        assert {mail.kind for mail in db.session.scalars(select(Mail))} == {"partners/change_decided"}
        assert "organisation.revision-approved" in acts(organisation_id)
    assert post(staff, f"{path}/approve", version=version).status_code == 303
    assert "Nothing waits any more" in staff.page(path).text


def _verified_at(app: Flask, organisation_id: UUID) -> Any:
    with app.app_context():
        return db.session.get_one(Organisation, organisation_id).verified_at


def test_a_change_given_back_says_why_and_another_can_be_asked_for(app: Flask, ours: tuple[UUID, UUID]) -> None:
    organisation_id, owner = ours
    client = sign_in(app, owner)
    change(client, "reach", telephone="020 7946 0000")
    with app.app_context():
        coordinator = add_account(Role.COORDINATOR, areas("kent"))
    staff, (path, version) = sign_in(app, coordinator), pending(app)
    assert post(staff, f"{path}/give-back", version=version, reason="").status_code == 422
    assert post(staff, f"{path}/give-back", version=version, reason="Nobody answers there. Is it right?").status_code == 303
    assert profile(app, organisation_id).telephone == ""
    assert "Nobody answers there" in client.page(f"{OWN}/profile").text
    assert "given back" in client.page("/manage/").text
    change(client, "reach", telephone="020 7946 0001")
    assert pending(app)[0] != path


def test_one_change_waits_at_a_time_and_gathers_what_is_asked_for(app: Flask, ours: tuple[UUID, UUID]) -> None:
    client = sign_in(app, ours[1])
    change(client, "reach", telephone="020 7946 0000")
    path, version = pending(app)
    change(client, "organisation", other_name="HRB")
    assert pending(app) == (path, str(int(version) + 1))
    with app.app_context():
        lead = add_account(Role.LEAD)
        row = db.session.scalars(select(Revision)).one()
        assert row.changes == {"telephone": "020 7946 0000", "other_name": "HRB"}
    staff = sign_in(app, lead)
    assert post(staff, f"{path}/approve", version=version).status_code == 303
    assert "has changed this since" in staff.page(path).text
    change(client, "organisation", other_name="")
    change(client, "reach", telephone="")
    with app.app_context():
        assert db.session.scalars(select(Revision)).one().state == RevisionState.TAKEN_BACK
    assert post(client, f"{OWN}/profile/take-back").status_code == 303
    assert "Nothing waits any more" in client.page(f"{OWN}/profile").text


def test_what_is_harmless_changes_at_once_and_a_way_for_readers_can_be_taken_away_at_once(app: Flask) -> None:
    with app.app_context():
        organisation_id = add_organisation(telephone="020 7946 0000", website="https://harbour.example")
        owner = add_member_of(organisation_id)
    client = sign_in(app, owner)
    change(client, "contact", contact_telephone="020 7946 0009")
    change(client, "reach", telephone="", website="https://elsewhere.example")
    after = profile(app, organisation_id)
    assert (after.contact_telephone, after.telephone, after.website) == ("020 7946 0009", "", "https://harbour.example")
    with app.app_context():
        assert db.session.scalars(select(Revision)).one().changes == {"website": "https://elsewhere.example"}


def test_two_members_who_change_one_section_at_once_lose_nothing(app: Flask, ours: tuple[UUID, UUID]) -> None:
    with app.app_context():
        editor = add_member_of(ours[0], is_owner=False)
    first, second = sign_in(app, ours[1]), sign_in(app, editor)
    path = f"{OWN}/profile/reach"
    forms = [form_of(client.page(path)) for client in (first, second)]
    assert first.post(path, data={**forms[0], "telephone": "020 7946 0000"}).status_code == 303
    answer = second.post(path, data={**forms[1], "email": "us@harbour.example"})
    assert answer.status_code == 409
    assert second.post(path, data=form_of(parse_page(answer.data))).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Revision)).one().changes == {"telephone": "020 7946 0000", "email": "us@harbour.example"}


def test_staff_out_of_sight_and_auditors_decide_nothing(app: Flask, ours: tuple[UUID, UUID]) -> None:
    change(sign_in(app, ours[1]), "reach", telephone="020 7946 0000")
    path, version = pending(app)
    with app.app_context():
        elsewhere, auditor = add_account(Role.LEAD, areas("gwent")), add_account(Role.AUDITOR)
    assert sign_in(app, elsewhere).get(path).status_code == 404
    assert post(sign_in(app, elsewhere), f"{path}/approve", version=version).status_code == 404
    client = sign_in(app, auditor)
    assert "Approve" not in [button.text for button in client.page(path).all("button")]
    assert post(client, f"{path}/approve", version=version).status_code == 403


def test_consents_are_given_and_withdrawn_at_once_by_owners(app: Flask, ours: tuple[UUID, UUID]) -> None:
    organisation_id, owner = ours
    with app.app_context():
        editor = add_member_of(organisation_id, is_owner=False)
    client = sign_in(app, owner)
    assert post(sign_in(app, editor), f"{OWN}/consents/listed/withdraw").status_code == 403
    assert _is_listed(app, organisation_id)
    assert post(client, f"{OWN}/consents/listed/withdraw").status_code == 303
    assert not _is_listed(app, organisation_id)
    assert "You have not agreed to be shown" in client.page(OWN).text
    assert post(client, f"{OWN}/consents/listed/give").status_code == 303
    assert post(client, f"{OWN}/consents/listed/give").status_code == 303
    assert _is_listed(app, organisation_id)
    assert post(client, f"{OWN}/consents/nonsense/give").status_code == 404


def _is_listed(app: Flask, organisation_id: UUID) -> bool:
    with app.app_context():
        return bool(db.session.scalar(select(Organisation.id).where(Organisation.id == organisation_id, is_listed(NOW))))


def test_an_owner_invites_somebody_once_and_an_address_that_is_taken_is_refused(app: Flask, ours: tuple[UUID, UUID]) -> None:
    client, path = sign_in(app, ours[1]), f"{OWN}/members/invite"
    form = {**form_of(client.page(path)), "email": "new@harbour.example"}
    assert [client.post(path, data=form).status_code for _twice in range(2)] == [303, 303]
    with app.app_context():
        account = db.session.scalars(select(Account).where(Account.email == "new@harbour.example")).one()
        assert (account.role, account.standing, account.scope.areas) == (Role.PARTNER, Standing.INVITED, frozenset({"kent"}))
        invited = account.id
    assert "Send the invitation again" in client.page(f"{OWN}/members").text
    assert post(client, f"{OWN}/members/{invited}/invite-again").status_code == 303
    assert "A new invitation is on its way" in client.page(f"{OWN}/members").text
    assert post(client, f"{OWN}/members/{ours[1]}/invite-again").status_code == 303
    assert "This has changed since you opened the page" in client.page(f"{OWN}/members").text
    answer = client.post(path, data={**form_of(client.page(path)), "email": "new@harbour.example"})
    assert answer.status_code == 422
    assert "has an account already" in answer.text
    answer = client.post(path, data={**form_of(client.page(path)), "email": "a@homeoffice.gov.uk"})
    assert "Nobody from the Home Office" in answer.text


def test_the_last_owner_stays_an_owner_and_a_member_who_leaves_is_signed_out(app: Flask, ours: tuple[UUID, UUID]) -> None:
    organisation_id, owner = ours
    with app.app_context():
        editor = add_member_of(organisation_id, is_owner=False)
    client, other = sign_in(app, owner), sign_in(app, editor)
    assert post(client, f"{OWN}/members/{owner}/editor").status_code == 303
    assert "This is the last owner" in client.page(f"{OWN}/members").text
    assert post(client, f"{OWN}/members/{owner}/remove").status_code == 303
    assert post(other, f"{OWN}/members/{owner}/remove").status_code == 403
    assert post(other, f"{OWN}/members/{editor}/owner").status_code == 403
    with app.app_context():
        assert db.session.scalars(select(Member).where(Member.account_id == owner)).one().is_owner
    assert "End my account" in other.page(f"{OWN}/members/{editor}/remove").text
    assert post(other, f"{OWN}/members/{editor}/remove").status_code == 303
    assert other.get(OWN).status_code == 302
    with app.app_context():
        gone = db.session.get_one(Account, editor)
        assert (gone.standing, gone.email) == (Standing.LEFT, None)
    assert client.get(f"{OWN}/members/{editor}/remove").status_code == 200, "history"


def test_another_organisation_s_ids_are_not_there(app: Flask, ours: tuple[UUID, UUID]) -> None:
    with app.app_context():
        theirs = add_organisation()
        member = add_member_of(theirs)
        file = StoredFile(organisation_id=theirs, used_for="other", media_type="application/pdf", size=1, digest="0", content=b"x")
        file.put_by_id, file.put_at = member, NOW
        db.session.add(file)
        db.session.commit()
        file_id = file.id
    client = sign_in(app, ours[1])
    assert client.get(f"{OWN}/files/{file_id}").status_code == 404
    for path in (f"members/{member}/remove", f"members/{member}/editor", f"files/{file_id}/remove", f"hours/{uuid4()}/remove"):
        assert post(client, f"{OWN}/{path}").status_code == 404, path


def test_hours_are_entered_confirmed_agreed_and_paid_and_both_sides_see_it(app: Flask, ours: tuple[UUID, UUID]) -> None:
    client, path = sign_in(app, ours[1]), f"{OWN}/hours/new"
    day = {"worked_on-day": "20", "worked_on-month": "11", "worked_on-year": "2026"}
    form = {**form_of(client.page(path)), **day, "hours": "1.5", "purpose": "training", "wants_payment": "yes", "asked_pence": "75"}
    assert client.post(path, data={**form, "hours": "25"}).status_code == 422
    assert client.post(path, data={**form, "worked_on-year": "2027"}).status_code == 422
    assert client.post(path, data={**form, "worked_on-year": "1900"}).status_code == 422
    assert [client.post(path, data=form).status_code for _twice in range(2)] == [303, 303]
    assert "1 entry" in client.page(f"{OWN}/hours").text
    with app.app_context():
        inside, outside = (add_account(Role.COORDINATOR, areas(slug)) for slug in ("kent", "gwent"))
    staff, stranger = sign_in(app, inside), sign_in(app, outside)
    assert "£75" in staff.page("/manage/partners/hours").text
    link = next(link for link in staff.page("/manage/partners/hours").links if "/hours/" in link and "format" not in link)
    assert stranger.get(link).status_code == 404
    assert post(staff, link, decision="agree", agreed_pence="60").status_code == 303
    own = link.replace("/manage/partners", OWN)
    assert "These hours are confirmed" in client.page(own).text
    assert post(client, f"{own}/remove").status_code == 303
    assert "Ask the programme if they have to change" in client.page(f"{OWN}/hours").text
    paid = {"paid_on-day": "21", "paid_on-month": "11", "paid_on-year": "2026"}
    assert post(staff, link, **paid).status_code == 303
    assert "Paid £60" in client.page(f"{OWN}/hours").text
    assert "60" in client.get(f"{OWN}/hours?format=csv").text


def test_leaving_unlists_ends_and_erases_at_once_and_the_rest_after_a_year(app: Flask, ours: tuple[UUID, UUID]) -> None:
    organisation_id, owner = ours
    with app.app_context():
        editor, lead = add_member_of(organisation_id, is_owner=False), add_account()
        event_id = add_event(lead, host_organisation_id=organisation_id, host_name="Harbour", host_email="a@harbour.example")
    client = sign_in(app, owner)
    change(client, "reach", telephone="020 7946 0000")
    page = client.page(f"{OWN}/leave")
    for words in ("4 consents that you have given end", "accounts of 2 members end", "1 event to come that you host"):
        assert words in page.text
    assert post(client, f"{OWN}/leave").status_code == 422
    assert post(sign_in(app, editor), f"{OWN}/leave", is_sure="yes").status_code == 403
    answer = post(client, f"{OWN}/leave", is_sure="yes")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/m/left")
    assert "You have left the programme" in client.page("/m/left").text
    assert client.get(OWN).status_code == 302
    assert not _is_listed(app, organisation_id)
    with app.app_context():
        left = db.session.get_one(Organisation, organisation_id)
        assert (left.stage, left.left_at) == (Stage.LEFT, NOW)
        assert {db.session.get_one(Account, one).standing for one in (owner, editor)} == {Standing.LEFT}
        assert not db.session.scalars(select(ConsentGiven).where(ConsentGiven.withdrawn_at.is_(None))).all()
        assert db.session.scalars(select(Revision)).one().state == RevisionState.TAKEN_BACK
        assert "organisation.left" in acts(organisation_id)
        assert "partners/left" in {mail.kind for mail in db.session.scalars(select(Mail))}
        config: Config = app.config["OUTREACH"]
        assert erase_departed(config, NOW + KEPT_AFTER_LEAVING - timedelta(days=1)) == 0
        assert erase_departed(config, NOW + KEPT_AFTER_LEAVING) == 1
        assert erase_departed(config, NOW + KEPT_AFTER_LEAVING) == 0
        db.session.expire_all()
        erased = db.session.get_one(Organisation, organisation_id)
        assert (erased.answers, erased.name, erased.areas, erased.languages) == ({}, "", [], [])
        assert {db.session.get_one(Account, one).name for one in (owner, editor)} == {""}
        assert db.session.scalars(select(Revision)).all() == []
        event = db.session.get_one(Event, event_id)
        assert (event.host_name, event.host_email) == ("", "")


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


def test_the_form_of_an_event_offers_partners_in_sight_and_fills_in_the_host(app: Flask, ours: tuple[UUID, UUID]) -> None:
    organisation_id, owner = ours
    with app.app_context():
        coordinator, name = add_account(Role.COORDINATOR, areas("kent")), db.session.get_one(Organisation, organisation_id).name
        away = add_organisation(areas=("gwent",), name="Away Lantern")
    client = sign_in(app, coordinator)
    assert "Away Lantern" not in client.page(NEW_EVENT).text
    fields = typed(client, visibility="partners", host_organisation_id=str(organisation_id))
    assert post(client, NEW_EVENT, **{**fields, "host_organisation_id": str(away)}).status_code == 422
    assert post(client, NEW_EVENT, **fields).status_code == 303
    with app.app_context():
        event = db.session.scalars(select(Event)).one()
        assert (event.host_organisation_id, event.host_name) == (organisation_id, name)
        assert event.host_email == db.session.get_one(Organisation, organisation_id).profile.contact_email
    assert "Tea and questions" in sign_in(app, owner).page(f"{OWN}/everything").text
