"""Outcomes for tests: events that are over, and what came of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from outreach.core.db import db
from outreach.outcomes.operations import record_outcome
from outreach.outcomes.rules import Split, count_of
from tests.campaigns import days
from tests.events import act, add_event, load


def add_past(by: UUID, ago: int = 3, **more: Any) -> UUID:
    """An event so many days ago, committed; in an application context."""
    return add_event(by, **{"held_on": days(-ago), **more})


def values(attended: int = 12, **more: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {"groups": [], "themes": ["trust"], "note": "", "materials": [], "interpreting": [], "actions": []}
    return {"attended": count_of(attended), "split": Split.NONE, **plain, **more}


def add_outcome(event_id: UUID, by: UUID, attended: int = 12, **more: Any) -> None:
    """What came of it, committed."""
    record_outcome(load(event_id, by), values(attended, **more), act(by))
    db.session.commit()
