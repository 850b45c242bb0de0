"""What is told of many practice alerts: lists, commitments, progress updates; and what the database takes."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from outreach.accounts.rules import Role
from outreach.alerts.models import Alert
from outreach.alerts.queries import find_told
from outreach.alerts.rules import ANSWERED_WITHIN, Kind
from outreach.commitments.operations import seed_register
from outreach.core.db import db
from outreach.outcomes.rules import FEW, Count
from tests.accounts import add_account, areas, sign_in
from tests.alerts import NAME, add_alert, add_answer, add_dispute, add_partner
from tests.conftest import NOW


def test_the_list_is_filtered_by_how_alerts_stand_and_taken_away_without_formulas(app: Flask) -> None:
    with app.app_context():
        organisation, member = add_partner()
        lead = add_account(Role.LEAD)
        add_alert(organisation, member)
        add_alert(organisation, member, now=NOW - timedelta(days=40), kind=Kind.NOT_HEARD)
        for alert_id in (answered := add_alert(organisation, member), disputed := add_alert(organisation, member)):
            add_answer(alert_id, lead)
        add_dispute(disputed)
        wanted = {"answered": db.session.get_one(Alert, answered).reference, "disputed": db.session.get_one(Alert, disputed).reference}
    client = sign_in(app, lead)
    for state, number in {"waiting": 1, "late": 1, "answered": 1, "disputed": 1, "disputed-late": 0, "closed": 0, "withdrawn": 0}.items():
        rows = list(csv.reader(io.StringIO(client.get(f"/manage/alerts?format=csv&state={state}").text.lstrip("\ufeff"))))
        assert len(rows) == 1 + number, state
        assert state not in wanted or rows[1][0] == wanted[state]
    rows = list(csv.reader(io.StringIO(client.get("/manage/alerts?format=csv&concerns=L6").text.lstrip("\ufeff"))))
    assert [row[1] for row in rows[1:]] == ["We asked or told the force something, and got no answer"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_what_is_told_of_many_is_as_it_stood_at_the_end_of_the_period(app: Flask) -> None:
    with app.app_context():
        organisation, member = add_partner()
        lead, second = add_account(Role.LEAD), add_account(Role.LEAD)
        ids = [add_alert(organisation, member, now=NOW - timedelta(days=50)) for _number in range(7)]
        for alert_id in ids[:6]:
            add_answer(alert_id, lead, now=NOW - timedelta(days=40))
        add_dispute(ids[0], now=NOW - timedelta(days=30))
        last = (NOW - timedelta(days=35)).date()
        told = find_told(date(2026, 1, 1), last)["kent"]
        assert (told.answered, told.waiting, told.late, told.disputed) == (Count(6, True), FEW, Count(0, True), Count(0, True))
        add_answer(ids[0], second)
        assert find_told(date(2026, 1, 1), last)["kent"] == told, "what came later changes nothing"
        told = find_told(date(2026, 1, 1), NOW.date())["kent"]
        assert (told.answered, told.late) == (Count(6, True), FEW)
        assert find_told(date(2026, 1, 1), date(2026, 2, 1)) == {}


def test_a_commitment_shows_the_alerts_that_concern_it_within_the_areas_of_whoever_looks(app: Flask) -> None:
    with app.app_context():
        seed_register(now=NOW)
        organisation, member = add_partner(areas=("kent", "surrey"))
        add_alert(organisation, member, kind=Kind.NOT_REFERRED)
        add_alert(organisation, member, kind=Kind.NOT_REFERRED, area="surrey")
        add_alert(organisation, member, kind=Kind.NO_INTERPRETER)
        me = add_account(Role.COORDINATOR, areas("kent"))
    page = sign_in(app, me).page("/manage/commitments/L5/work").text
    assert "No way to support was offered, or none was known" in page
    assert "Kent, Waits for an answer" in page
    assert "Surrey" not in page
    assert "No interpreter" not in page
    assert NAME not in page


def test_the_database_takes_no_alert_and_no_answer_that_is_none(app: Flask) -> None:
    with app.app_context():
        organisation, member = add_partner()
        alert_id = add_alert(organisation, member)
        add_answer(alert_id, add_account(Role.LEAD))
        conditions = ("kind = 'lost'", "setting = ''", "state = 'lost'", "dispute = 'again'", "ended_at = NULL", "told = 'lost'")
        statements = [f"UPDATE practice_alert SET {condition}" for condition in conditions]
        statements += [
            f"UPDATE practice_alert_answer SET {condition}" for condition in ("number = 3", "obstacle = 'no-record'", "words = ''")
        ]
        for statement in statements:
            with pytest.raises(IntegrityError), db.session.begin_nested():
                db.session.execute(text(statement))
        assert db.session.get_one(Alert, alert_id).due_on == NOW.date() + ANSWERED_WITHIN
