"""The demonstration after its events: outcomes of those that are past, one answer that readers get, and one that waits."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach.core.db import db
from outreach.demo.accounts import load_accounts
from outreach.demo.campaigns import load_campaigns
from outreach.demo.events import load_events
from outreach.demo.outcomes import load_outcomes
from outreach.events.models import Event
from outreach.events.rules import State
from outreach.outcomes.models import Outcome, RaisedAction
from outreach.replies.models import Reply
from outreach.replies.queries import find_shown
from tests.conftest import NOW


@pytest.mark.parametrize("now", [NOW, datetime(2027, 3, 20, 9, tzinfo=UTC), datetime(2026, 12, 31, 23, 30, tzinfo=UTC)])
def test_what_is_past_has_an_outcome_but_for_the_last_and_there_are_two_answers(app: Flask, tmp_path: Path, now: datetime) -> None:
    with app.app_context():
        load_accounts(tmp_path, now=now)
        load_campaigns(now=now)
        load_events(now=now)
        for _twice in range(2):
            load_outcomes(now=now)
            db.session.commit()
        past = db.session.scalars(select(Event).where(Event.ends_at <= now, Event.state == State.SCHEDULED).order_by(Event.starts_at)).all()
        recorded = set(db.session.scalars(select(Outcome.event_id)))
        assert len(recorded) == 11
        assert [event.id for event in past if event.id not in recorded] == [past[-1].id]
        assert sorted(db.session.scalars(select(Reply.state))) == ["draft", "published"]
        assert list(find_shown()) == ["west-yorkshire"]
        assert db.session.scalar(select(func.count()).select_from(RaisedAction)) == 2
