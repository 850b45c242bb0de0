"""Who sees which practice alert, and what nobody is told."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from flask import Flask
from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.accounts.rules import Role
from outreach.alerts.models import Alert
from outreach.alerts.operations import forget_raisers, remind
from outreach.alerts.rules import NOBODY_NAMED
from outreach.audit.models import AuditEntry
from outreach.core.db import db
from outreach.outbox.models import Mail
from outreach.partners.models import Organisation
from outreach.partners.rules import Stage
from tests.accounts import EVERYWHERE, add_account, areas, post, sign_in
from tests.alerts import NAME, add_alert, add_answer, add_partner
from tests.conftest import NOW
from tests.partners import add_member_of, add_organisation


def test_nobody_of_the_staff_is_told_who_raised_it_but_the_lead_who_answers_where_that_is_agreed(app: Flask) -> None:
    with app.app_context():
        organisation, member = add_partner()
        answering = add_account(Role.LEAD)
        hidden, named = add_alert(organisation, member), add_alert(organisation, member, is_named=True)
        add_answer(hidden, answering)
        assert remind(NOW + timedelta(days=1)) > 0
        db.session.commit()
        who = {
            "lead": add_account(Role.LEAD, areas("kent")),
            "national": add_account(Role.LEAD),
            "coordinator": add_account(Role.COORDINATOR, areas("kent")),
            "auditor": add_account(Role.AUDITOR),
        }
        texts = "".join(f"{mail.subject}{mail.text}{mail.html}" for mail in db.session.scalars(select(Mail)))
        assert NAME not in texts
        acts = db.session.scalars(select(AuditEntry).where(AuditEntry.subject.startswith("alert/"))).all()
        assert {entry.actor for entry in acts if entry.action != "alert.answered"} == {NOBODY_NAMED}
        place = next(entry.place for entry in acts if entry.action == "alert.answered")
        assert [entry.action for entry in acts if entry.place == place - 1] == ["alert.raised"]
        assert str(member) not in "".join(f"{entry.actor}{entry.detail}{entry.changed}" for entry in acts)
    for role, account in who.items():
        client, knows = sign_in(app, account), role in ("lead", "national")
        assert NAME not in client.page(f"/manage/alerts/{hidden}").text, role
        assert (NAME in client.page(f"/manage/alerts/{named}").text) is knows, role
        for path in ("/manage/alerts", "/manage/"):
            assert NAME not in client.page(path).text, role
        assert NAME not in client.get("/manage/alerts?format=csv").text
    for role in ("national", "auditor"):
        client = sign_in(app, who[role])
        assert client.page("/manage/audit?what=alert.answered").links.count(f"/manage/audit/{place}") == 1, role
        assert client.get(f"/manage/audit/{place - 1}").status_code == 404, "the row of whoever raised it"
        assert NOBODY_NAMED not in client.page("/manage/audit").text
    client = sign_in(app, member)
    assert post(client, f"/manage/alerts/{named}/unname").status_code == 303
    assert NAME not in sign_in(app, who["lead"]).page(f"/manage/alerts/{named}").text
    with app.app_context():
        db.session.get_one(Alert, named).is_named = True
        db.session.get_one(Organisation, organisation).stage = Stage.LEFT
        db.session.commit()
    assert NAME not in sign_in(app, who["lead"]).page(f"/manage/alerts/{named}").text, "it has left"


def test_an_alert_of_another_organisation_or_area_is_not_there(app: Flask) -> None:
    with app.app_context():
        organisation, member = add_partner()
        alert_id = add_alert(organisation, member)
        other = add_member_of(add_organisation())
        far = add_account(Role.LEAD, areas("surrey"))
        translator = add_account(Role.TRANSLATOR)
    path = f"/manage/alerts/{alert_id}"
    client = sign_in(app, other)
    for page in ("", "/edit", "/withdraw", "/dispute"):
        assert client.get(f"{path}{page}").status_code == 404, page
    for page in ("/edit", "/withdraw", "/dispute", "/unname"):
        assert post(client, f"{path}{page}").status_code == 404, page
    assert "You have raised no practice alert" in client.page("/manage/alerts").text
    client = sign_in(app, far)
    assert client.get(path).status_code == client.get(f"{path}/answer").status_code == 404
    assert "No practice alerts in your areas" in client.page("/manage/alerts").text
    assert sign_in(app, translator).get("/manage/alerts").status_code == 403


def test_the_outbox_shows_nobody_who_was_told_of_an_answer(app: Flask) -> None:
    with app.app_context():
        organisation, member = add_partner()
        lead, auditor = add_account(Role.LEAD), add_account(Role.AUDITOR)
        alert_id = add_alert(organisation, member)
        add_answer(alert_id, lead)
        assert remind(NOW) == 0
        mail_id = db.session.scalars(select(Mail.id).where(Mail.kind == "alerts/answered")).one()
        address = db.session.get_one(Account, member).email
        assert address
    for account in (lead, auditor):
        client = sign_in(app, account)
        for path in ("/manage/outbox", "/manage/outbox?kind=alerts/answered", "/manage/outbox?format=csv"):
            assert address not in client.get(path).text
        for page in ("", "/picture"):
            assert client.get(f"/manage/outbox/{mail_id}{page}").status_code == 404


def test_who_raised_it_is_forgotten_a_year_after_it_ended(app: Flask) -> None:
    with app.app_context():
        organisation, member = add_partner()
        ended, waiting = add_alert(organisation, member), add_alert(organisation, member)
        add_answer(ended, add_account(Role.LEAD))
        assert forget_raisers(NOW + timedelta(days=364)) == 0
        assert forget_raisers(NOW + timedelta(days=365)) == 1
        db.session.commit()
        assert db.session.get_one(Alert, ended).raised_by_id is None
        assert db.session.get_one(Alert, waiting).raised_by_id == member


def test_what_is_not_there_is_not_found(app: Flask) -> None:
    with app.app_context():
        lead = add_account(Role.LEAD, EVERYWHERE)
    assert sign_in(app, lead).get(f"/manage/alerts/{uuid4()}").status_code == 404
