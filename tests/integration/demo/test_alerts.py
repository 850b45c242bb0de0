"""The demonstration's practice alerts: in every state, and there once."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.alerts.models import Alert
from outreach.alerts.rules import Standing, State, standing_of
from outreach.core.db import db
from outreach.demo.accounts import load_accounts
from outreach.demo.alerts import load_alerts
from outreach.demo.partners import load_partners
from tests.conftest import NOW


@pytest.mark.parametrize("now", [NOW, datetime(2027, 3, 20, 9, tzinfo=UTC), datetime(2026, 12, 31, 23, 30, tzinfo=UTC)])
def test_there_are_alerts_in_every_state_once(app: Flask, tmp_path: Path, now: datetime) -> None:
    with app.app_context():
        load_accounts(tmp_path, now=now)
        for _twice in range(2):
            load_partners(now=now)
            load_alerts(now=now)
            db.session.commit()
        alerts = db.session.scalars(select(Alert)).all()
        assert Counter(standing_of(State(one.state), one.due_on, now.date()) for one in alerts) == {
            Standing.WAITING: 2,
            Standing.LATE: 1,
            Standing.ANSWERED: 5,
            Standing.DISPUTED: 1,
            Standing.CLOSED: 1,
            Standing.WITHDRAWN: 1,
        }
        assert {one.organisation_id for one in alerts} == {alerts[0].organisation_id}
