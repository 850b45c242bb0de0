"""The practice alerts that an organisation raised, with their answers, for itself. Which of its members raised one is not told, and who
answered is told as a role.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from outreach.alerts.models import Alert
from outreach.core.db import db
from outreach.overview.plain import fields_of


def find_raised(organisation_id: UUID) -> Sequence[Alert]:
    """All of them, the latest first."""
    mine = select(Alert).where(Alert.organisation_id == organisation_id)
    return db.session.scalars(mine.order_by(Alert.raised_at.desc(), Alert.id)).all()


def copy_raised(alerts: Sequence[Alert]) -> list[dict[str, Any]]:
    """The same as JSON, the earliest first."""
    return [
        {
            **fields_of(alert, *_ALERT),
            "answers": [
                {
                    **fields_of(one, "number", "finding", "steps", "obstacle", "words", "answered_at"),
                    "briefing": one.briefing.title if one.briefing else "",
                    "answered_by": one.answered_by.role,
                }
                for one in alert.answers
            ],
        }
        for alert in reversed(alerts)
    ]


_ALERT = (
    *("reference", "raised_at", "area", "month_on", "kind", "setting", "is_named"),
    *("state", "due_on", "dispute", "disputed_at", "ended_at"),
)
