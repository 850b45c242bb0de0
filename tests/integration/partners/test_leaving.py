"""An organisation leaves at once, and what it said is erased after a year."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.accounts.rules import Standing
from outreach.core.config import Config
from outreach.core.db import db
from outreach.events.models import Event
from outreach.outbox.models import Mail
from outreach.overview.organisation import erase_departed
from outreach.partners.membership import leave_programme
from outreach.partners.models import AgreementAccepted, ConsentGiven, Organisation, Revision
from outreach.partners.operations import accept_agreement
from outreach.partners.rules import KEPT_AFTER_LEAVING, RevisionState, Stage
from outreach.vetting.models import CheckMade, Decision, Question, SteppedBack
from outreach.vetting.operations import answer, ask, step_back
from tests.accounts import add_account, post, sign_in
from tests.conftest import NOW
from tests.events import add_event
from tests.own_pages import OWN, acts, change, is_listed_now
from tests.partners import add_member_of
from tests.vetting import account, make_office


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
    assert not is_listed_now(app, organisation_id)
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


def test_what_vetting_wrote_down_is_erased_with_it(app: Flask) -> None:
    with app.app_context():
        office = make_office(app)
        question = ask(office.organisation, uuid4(), "contact", "Who is your contact?", by=account(office.first), now=NOW)
        answer(office.organisation, question, replace(office.organisation.profile, contact_name="Bo Lind"), "Bo is.", now=NOW)
        office.decide()
        organisation = office.organisation
        about = {"version": "1", "digest": "0" * 64, "language": "en", "name": "Noor Malik", "position": "Manager"}
        accept_agreement(organisation, **about, by=account(office.first), now=NOW)
        step_back(organisation, by=account(office.third), now=NOW)
        leave_programme(organisation, by=account(office.first), now=NOW)
        db.session.commit()
        assert erase_departed(app.config["OUTREACH"], NOW + KEPT_AFTER_LEAVING) == 1
        for model in (CheckMade, Question, Decision, SteppedBack):
            assert db.session.scalars(select(model)).all() == [], model
        accepted = db.session.scalars(select(AgreementAccepted)).one()
        assert (accepted.version, accepted.name, accepted.position) == ("1", "", "")
