"""The demonstration's events: enough of each kind to look at, made once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach.core.dates import LONDON
from outreach.core.db import db
from outreach.demo.accounts import load_accounts
from outreach.demo.campaigns import load_campaigns
from outreach.demo.events import load_events
from outreach.events.models import Event, EventLanguage
from outreach.events.queries import Title
from outreach.events.rules import Need, Whereabouts
from tests.conftest import NOW

SPRING = datetime(2027, 3, 20, 9, tzinfo=UTC)  # a week before the clocks change


@pytest.mark.parametrize("now", [NOW, SPRING, datetime(2026, 12, 31, 23, 30, tzinfo=UTC)])
def test_there_are_two_dozen_events_past_and_to_come_in_several_areas_and_states(app: Flask, tmp_path: Path, now: datetime) -> None:
    with app.app_context():
        load_accounts(tmp_path, now=now)
        load_campaigns(now=now)
        made = load_events(now=now)
        db.session.commit()
        assert made == db.session.scalar(select(func.count()).select_from(Event))
        assert made >= 24
        assert load_events(now=now) == 0
        events = db.session.scalars(select(Event)).all()
        today = now.astimezone(LONDON).date()
        assert any(one.held_on < today for one in events)
        assert len({one.area for one in events}) >= 4
        assert [one.is_cancelled for one in events].count(True) == 1
        assert Whereabouts.HOST_TELLS in {one.whereabouts for one in events}
        assert {one.need for one in db.session.scalars(select(EventLanguage))} == set(Need)


def test_a_weekly_series_crosses_a_clock_change_with_one_day_moved(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        load_accounts(tmp_path, now=NOW)
        load_events(now=NOW)
        table = select(Event).join(Title, Event.title_key == Title.key).where(Title.english == "Tuesday table").order_by(Event.held_on)
        events = db.session.scalars(table).all()
        assert len({one.starts_at.astimezone(LONDON).time() for one in events}) == 1
        assert len({one.starts_at.time() for one in events}) == 2
        assert [one.is_changed for one in events].count(True) == 1
