"""Briefings for tests."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from outreach.accounts.models import Account
from outreach.briefings import issuing
from outreach.briefings.issuing import Session
from outreach.briefings.models import Acknowledgement, Briefing, Edition, Issue
from outreach.briefings.operations import approve_edition, draft_edition, make_briefing
from outreach.briefings.queries import get_edition, get_issue
from outreach.briefings.rules import Count, Gravity, Held, Means, Team
from outreach.core.db import db
from tests.accounts import EVERYWHERE
from tests.conftest import NOW

TODAY = NOW.date()
VALUES: dict[str, Any] = {
    "held": Held.TEXT, "wording": "A victim first.", "url": "", "changes": "", "gravity": Gravity.MEANING, "question": "Who comes first?",
    "answer_a": "The victim", "answer_b": "The file", "answer_c": "The form", "answer_d": "", "right_answer": "a", "why": "So it is asked.",
}  # fmt: skip
FORM = {
    "held": "text", "wording": "A victim first.", "question": "Who comes first?", "answer_a": "The victim", "answer_b": "The file",
    "answer_c": "The form", "right_answer": "a", "why": "So it is asked.",
}  # fmt: skip


def person(account_id: UUID) -> Account:
    return db.session.get_one(Account, account_id)


def days(number: int) -> date:
    """So many days from the day of the tests."""
    return TODAY + timedelta(days=number)


def typed_day(name: str, number: int) -> dict[str, str]:
    """The inputs of a day, so many days from today."""
    on = days(number)
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def add_briefing(by: UUID, *, title: str = "A victim first", commitments: tuple[str, ...] = ()) -> Briefing:
    return make_briefing(uuid4(), title=title, about="The guidance", commitments=commitments, by=person(by), now=NOW)


def add_draft(briefing: Briefing, by: UUID, **values: Any) -> Edition:
    made = draft_edition(uuid4(), briefing, VALUES | values, by=person(by), now=NOW)
    return get_edition(made.id)


def add_version(briefing: Briefing, by: UUID, second: UUID, **values: Any) -> Edition:
    """A version that is approved."""
    edition = add_draft(briefing, by, **values)
    approve_edition(edition, by=person(second), now=NOW)
    db.session.flush()
    return edition


def add_issue(briefing: Briefing, by: UUID, area: str = "kent", team: Team = Team.RESPONSE, **values: Any) -> Issue:
    about: dict[str, Any] = {"headcount": 100, "due_on": days(10), "now": NOW} | values
    made = issuing.issue(uuid4(), briefing, area=area, team=team, by=person(by), **about)
    return get_issue(made.id, scope=EVERYWHERE)


def add_acknowledgement(issue: Issue, by: UUID, reached: int = 90, answered: int = 80, right: int = 60, **values: Any) -> Acknowledgement:
    session = Session(Count(reached, answered, right), values.pop("held_on", TODAY), Means.IN_PERSON, values.pop("source", "Training unit"))
    return issuing.acknowledge(uuid4(), issue, session, by=person(by), now=values.pop("now", NOW))
