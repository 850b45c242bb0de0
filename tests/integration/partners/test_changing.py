"""A profile changes by approval, and the approved copy stays until then."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from outreach.accounts.rules import Role
from outreach.core.db import db
from outreach.outbox.models import Mail
from outreach.partners.models import Organisation, Revision
from outreach.partners.rules import RevisionState
from tests.accounts import add_account, areas, post, sign_in
from tests.own_pages import OWN, acts, change, pending, profile
from tests.pages import form_of, parse_page
from tests.partners import add_member_of, add_organisation


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
