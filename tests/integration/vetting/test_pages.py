"""The pages of vetting: for the staff, for the applicant by its link, and for the owner who accepts the agreements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.accounts.rules import Role
from outreach.core.config import Config
from outreach.core.db import db
from outreach.partners.labels import REGULATORS
from outreach.partners.models import AgreementAccepted, Member, Organisation, StoredFile
from outreach.partners.queries import is_listed
from outreach.partners.rules import Regulator, Stage
from outreach.vetting.labels import REGISTERS_TO_LOOK_IN
from outreach.vetting.links import link_for, write_token
from outreach.vetting.models import Question
from outreach.vetting.texts import current_version
from tests.accounts import add_account, areas, new_client, post, sign_in
from tests.client import PageClient
from tests.conftest import NOW
from tests.events import add_event
from tests.pages import form_of
from tests.partners import add_member_of, add_organisation
from tests.vetting import Office, account, make_office

CHARITY = "GB-CHC-1141636"


def path_of(office: Office, rest: str = "") -> str:
    return f"/manage/partners/{office.organisation_id}{rest}"


def fill(client: PageClient, path: str, **fields: Any) -> int:
    """Fill in the form at *path* as a browser does; the status of the answer."""
    return client.post(path, data=form_of(client.page(path)) | fields).status_code


def by_mail(office: Office, rest: str = "") -> str:
    with office.app.app_context():
        return f"/partners/application/{write_token(office.organisation, office.app.config['OUTREACH'])}{rest}"


def test_an_application_is_checked_proposed_decided_joined_and_listed(outside: Office) -> None:
    first, second = sign_in(outside.app, outside.first), sign_in(outside.app, outside.second)
    assert "Harbour" in first.page("/manage/partners").text
    assert "Waits for you 1" in first.page("/manage/partners/queue").text
    page = first.page(path_of(outside))
    checks = [link for link in page.links if "/checks/" in link]
    assert len(checks) == 5
    for link in checks:
        assert fill(first, link, finding="done", entry_name="HARBOUR", asked="Kent Refugee Network, director") == 303
    assert fill(first, path_of(outside, "/propose/approve")) == 422
    assert fill(first, path_of(outside, "/propose/approve"), no_tie="yes") == 303
    assert "somebody else has to decide" in first.page(path_of(outside)).text
    assert fill(second, path_of(outside, "/decide"), verdict="confirm") == 422
    assert fill(second, path_of(outside, "/decide"), verdict="confirm", no_tie="yes") == 303
    assert "Approved, and told by mail. Its contact was invited" in second.page(path_of(outside)).text
    with outside.app.app_context():
        member = db.session.scalars(select(Member)).one()
        account(member.account_id).joined_at, account(member.account_id).name = NOW, "Noor Malik"
        db.session.commit()
        owner_id = member.account_id
    owner = sign_in(outside.app, owner_id)
    assert owner.page("/manage/").links.count("/manage/organisation/agreement") == 1
    assert owner.page("/manage/organisation").links.count("/manage/organisation/agreement") == 2, "what waits, and what readers see"
    assert "No data about the people you help" in owner.page("/manage/organisation/agreement").text
    assert fill(owner, "/manage/organisation/agreement", position="Manager") == 422
    assert fill(owner, "/manage/organisation/agreement", position="Manager", no_client_data="yes", partnership="yes") == 303
    assert "/manage/organisation/agreement" not in owner.page("/manage/").links
    assert "Accepted by Noor Malik (Manager)" in owner.page("/manage/organisation/agreement").text
    with outside.app.app_context():
        assert db.session.scalars(select(Organisation.id).where(is_listed(NOW))).all() == [outside.organisation_id]
        accepted = db.session.scalars(select(AgreementAccepted)).one()
        assert (accepted.version, len(accepted.digest)) == (current_version(), 64)
    assert f"Version {current_version()}, accepted by Noor Malik" in first.page(path_of(outside)).text
    assert owner.get(f"/manage/organisation/agreement/{current_version()}").status_code == 200


def test_a_check_asks_for_what_was_found(outside: Office) -> None:
    client = sign_in(outside.app, outside.first)
    path = path_of(outside, f"/checks/register/{CHARITY}")
    assert fill(client, path, finding="done") == 422
    assert fill(client, path, finding="problem") == 422
    assert fill(client, path, finding="problem", note="She, Mrs Khan, was beaten by her husband") == 422
    assert fill(client, path, finding="problem", note="The entry is another organisation’s.") == 303
    assert fill(client, path_of(outside, "/checks/reference/1"), finding="done") == 422
    assert client.get(path_of(outside, "/checks/reference/9")).status_code == 404
    assert "5 items are open" in client.page(path_of(outside)).text


@pytest.mark.parametrize(
    ("regulator", "where"),
    [
        ("iaa", "that the Immigration Advice Authority publishes"),
        ("sra", "Solicitors Register of the Solicitors Regulation Authority"),
        ("law-society-scotland", "that the Law Society of Scotland publishes"),
        ("law-society-ni", "that the Law Society of Northern Ireland publishes"),
        ("exempt", "section 84(4)"),
    ],
)
def test_the_check_of_advice_names_the_register_to_look_in(app: Flask, regulator: str, where: str) -> None:
    with app.app_context():
        office = make_office(app, gives_advice=True, regulator=regulator, adviser_number="Quay Law")
    client = sign_in(app, office.first)
    page = client.page(path_of(office, "/checks/advice"))
    assert where in page.text
    assert where in client.page(path_of(office)).text
    assert "Quay Law" in page.text


def test_every_regulator_has_a_name_and_a_register() -> None:
    assert set(REGULATORS) == set(REGISTERS_TO_LOOK_IN) == set(Regulator)


def test_a_question_goes_by_mail_and_its_answer_comes_back_with_what_is_different(outside: Office) -> None:
    client, them = sign_in(outside.app, outside.first), new_client(outside.app)
    fill(client, path_of(outside, "/checks/safeguarding"), finding="done")
    assert fill(client, path_of(outside, "/ask"), section="safeguarding", words="Who leads on safeguarding since March?") == 303
    assert "Waits for the organisation" in client.page("/manage/partners/queue").text
    with outside.app.app_context():
        config: Config = outside.app.config["OUTREACH"]
        question_id = db.session.scalars(select(Question.id)).one()
        link = link_for(f"question:{question_id}", config) or ""
    path = link.removeprefix(config.public_url)
    assert "Who leads on safeguarding" in them.page(by_mail(outside)).text
    page = them.page(path)
    assert "Who leads on safeguarding" in page.text
    assert fill(them, path, safeguarding_lead="") == 422
    assert fill(them, path, safeguarding_lead="Bo Lind", answer="New since March.") == 303
    assert "is with those who look" in them.page(by_mail(outside)).text
    assert them.get(path).status_code == 303  # answered: the link leads to the application
    text = client.page(path_of(outside)).text
    for words in ("Ana Silva", "Bo Lind", "New since March.", "Safeguarding Found Open"):
        assert words in text
    with outside.app.app_context():
        question = db.session.scalars(select(Question)).one()
        assert (question.before, question.after) == ({"safeguarding_lead": "Ana Silva"}, {"safeguarding_lead": "Bo Lind"})


def test_a_question_taken_back_cannot_be_answered(outside: Office) -> None:
    client, them = sign_in(outside.app, outside.first), new_client(outside.app)
    fill(client, path_of(outside, "/ask"), section="reach", words="What is your website?")
    with outside.app.app_context():
        question_id = db.session.scalars(select(Question.id)).one()
    path = by_mail(outside, f"/questions/{question_id}")
    sent = form_of(them.page(path))
    assert post(client, path_of(outside, f"/questions/{question_id}/take-back")).status_code == 303
    assert them.post(path, data=sent | {"website": "https://x.example"}).status_code == 303
    assert "taken back" in them.page(by_mail(outside)).text
    with outside.app.app_context():
        assert outside.organisation.profile.website == ""


def test_a_refusal_is_read_and_appealed_against_by_the_link(outside: Office) -> None:
    first, second, third = (sign_in(outside.app, one) for one in (outside.first, outside.second, outside.third))
    path = path_of(outside, "/propose/refuse")
    assert fill(first, path, no_tie="yes", words="x") == 422
    assert fill(first, path, no_tie="yes", words="The number is another’s.", grounds=["differs"]) == 303
    assert fill(second, path_of(outside, "/decide"), verdict="confirm", no_tie="yes") == 303
    them = new_client(outside.app)
    page = them.page(by_mail(outside))
    assert "The number is another’s." in page.text
    assert fill(them, by_mail(outside, "/appeal"), words="") == 422
    assert fill(them, by_mail(outside, "/appeal"), words="The name in the register changed in May.") == 303
    assert "took no part" in them.page(by_mail(outside)).text
    assert "somebody else answers" in first.page(path_of(outside)).text
    assert fill(third, path_of(outside, "/appeal"), verdict="reject", words="It is still another’s.", no_tie="yes") == 303
    assert "the decision stands" in them.page(by_mail(outside)).text


def test_an_application_is_taken_back_by_its_link_and_a_get_changes_nothing(outside: Office) -> None:
    them, path = new_client(outside.app), by_mail(outside, "/withdraw")
    them.page(path)
    with outside.app.app_context():
        assert outside.organisation.stage == Stage.APPLIED
    assert fill(them, path) == 303
    assert "taken back" in them.page(by_mail(outside)).text
    with outside.app.app_context():
        assert outside.organisation.stage == Stage.WITHDRAWN


@pytest.mark.parametrize("change", [lambda token: token[:-2], lambda token: token + "x", lambda _token: "x", lambda _token: "%00"])
def test_a_link_that_was_tampered_with_opens_nothing(outside: Office, change: Callable[[str], str]) -> None:
    head, _, token = by_mail(outside).rpartition("/")
    assert "the contact of your organisation was changed" in new_client(outside.app).page(f"{head}/{change(token)}", status=404).text


def test_a_link_ends_when_the_contact_is_another_one(outside: Office) -> None:
    them, path = new_client(outside.app), by_mail(outside)
    with outside.app.app_context():
        outside.organisation.answers = outside.organisation.answers | {"contact_email": "other@harbour.example"}
        db.session.commit()
    assert them.get(path).status_code == 404


def test_another_organisations_question_is_not_there(outside: Office) -> None:
    with outside.app.app_context():
        other = make_office(outside.app)
    client = sign_in(outside.app, outside.first)
    fill(client, path_of(outside, "/ask"), section="reach", words="What is your website?")
    with outside.app.app_context():
        question_id = db.session.scalars(select(Question.id)).one()
    assert new_client(outside.app).get(by_mail(other, f"/questions/{question_id}")).status_code == 404
    assert post(client, path_of(other, f"/questions/{question_id}/take-back")).status_code == 404


def test_what_is_out_of_sight_is_not_there_and_an_auditor_reads_only(outside: Office) -> None:
    with outside.app.app_context():
        far, near = add_account(Role.COORDINATOR, areas("surrey")), add_account(Role.COORDINATOR, areas("kent"))
        auditor = add_account(Role.AUDITOR)
    rest = ["", "/ask", "/decide", "/propose/refuse", "/step-back", "/appeal", "/owner", "/checks/ties"]
    client = sign_in(outside.app, far)
    assert {client.get(path_of(outside, one)).status_code for one in rest} == {404}
    assert "Harbour" not in client.page("/manage/partners").text
    assert sign_in(outside.app, near).get(path_of(outside)).status_code == 200
    reader = sign_in(outside.app, auditor)
    assert "Propose" not in reader.page(path_of(outside)).text
    assert reader.get(path_of(outside, "/ask")).status_code == 403


def test_the_page_of_a_partner_leads_to_what_staff_do_for_it_and_shows_the_events_that_it_hosts(app: Flask) -> None:
    with app.app_context():
        organisation_id, lead = add_organisation(), add_account()
        event_id = add_event(lead, host_organisation_id=organisation_id, area="kent", title="Soup and questions")
        add_event(lead, host_organisation_id=organisation_id, area="gwent", title="Far away")
        near, auditor = add_account(Role.COORDINATOR, areas("kent")), add_account(Role.AUDITOR)
        file = StoredFile(organisation_id=organisation_id, used_for="other", media_type="application/pdf", size=1, digest="0", content=b"x")
        file.put_by_id, file.put_at = add_member_of(organisation_id), NOW
        db.session.add(file)
        db.session.commit()
    path = f"/manage/partners/{organisation_id}"
    page = sign_in(app, near).page(path)
    for link in (f"{path}/confirm", f"{path}/files", f"/manage/events/{event_id}"):
        assert link in page.links
    assert "1 file" in page.text
    assert "Far away" not in page.text
    read = sign_in(app, auditor).page(path)
    assert "Far away" in read.text
    assert f"{path}/confirm" not in read.links
    assert path in sign_in(app, near).page(f"{path}/confirm").links


def test_stepping_back_takes_the_steps_away(outside: Office) -> None:
    client = sign_in(outside.app, outside.first)
    client.page(path_of(outside, "/step-back"))
    assert post(client, path_of(outside, "/step-back")).status_code == 303
    text = client.page(path_of(outside)).text
    assert "You have stepped back" in text
    assert "Ask for more" not in text
    assert post(client, path_of(outside, "/checks/ties"), finding="done").status_code == 303
    assert "You have stepped back from this organisation" in client.page(path_of(outside)).text


def test_an_editor_reads_the_agreements_and_an_owner_of_no_partner_accepts_nothing(app: Flask) -> None:
    with app.app_context():
        applied = add_organisation(is_approved=False)
        editor, owner = add_member_of(add_organisation(), is_owner=False), add_member_of(applied)
    for one in (editor, owner):
        page = sign_in(app, one).page("/manage/organisation/agreement")
        assert "Working together" in page.text
        assert not [button for button in page.all("button") if "Accept" in "".join(button.itertext())]


def test_the_list_is_found_by_area_language_number_and_what_waits(app: Flask) -> None:
    with app.app_context():
        lead = add_account(Role.LEAD)
        add_organisation(is_approved=False, name="Alder", areas=("surrey",), identifiers=(CHARITY,))
        add_organisation(name="Birch")
        add_organisation(name="Cedar", is_national=True, areas=())
    client = sign_in(app, lead)

    def names(query: str) -> list[str]:
        text = client.page(f"/manage/partners?{query}").text
        return [name for name in ("Alder", "Birch", "Cedar") if f"Name {name}" in text]

    assert names("") == ["Alder", "Birch", "Cedar"]
    assert names("area=surrey") == ["Alder", "Cedar"]
    assert names("q=1141636") == ["Alder"]
    assert names("waits=me") == ["Alder"]
    assert names("word=current") == ["Birch", "Cedar"]
    assert names("word=hidden") == []
    assert names("stage=approved&language=ur") == ["Birch", "Cedar"]
    assert b"Alder" in client.get("/manage/partners?format=csv").data


def test_the_trail_names_the_organisation_and_leads_to_it_only_where_it_is_in_sight(outside: Office) -> None:
    with outside.app.app_context():
        name = outside.organisation.name
        far, near = (add_account(Role.LEAD, areas(area)) for area in ("surrey", "kent"))
    found = {client: client.page("/manage/audit").text for client in (sign_in(outside.app, far), sign_in(outside.app, near))}
    assert [name in text for text in found.values()] == [False, True]
