"""What was done to a service, from the audit trail, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import LazyString
from sqlalchemy import select

from outreach.accounts.queries import find_names
from outreach.audit.models import AuditEntry
from outreach.core.db import db
from outreach.directory.forms import ServiceFields
from outreach.directory.labels import ACTS, NEEDS_FIELD, REASONS
from outreach.directory.operations import subject_of
from outreach.directory.rules import Reason

MOST = 100  # rows on the page; the audit trail has all
_REASONS = {str(reason): REASONS[reason] for reason in Reason}


@dataclass(frozen=True, slots=True)
class Line:
    """One act, with the labels of the fields that it changed and, where one was given, the reason."""

    at: datetime
    who: str
    what: LazyString | str
    changed: list[LazyString | str]
    why: LazyString | str
    of_series: bool = False


def find_history(service_id: UUID) -> list[Line]:
    """The latest acts, the newest first."""
    wanted = select(AuditEntry).where(AuditEntry.subject == subject_of(service_id)).order_by(AuditEntry.place.desc())
    names, labels = find_names(), field_labels()
    return [
        Line(
            entry.at,
            names.get(entry.actor, entry.actor),
            ACTS.get(entry.action, entry.action),
            [labels.get(name, name) for name in entry.changed],
            _REASONS.get(entry.detail, entry.detail),
        )
        for entry in db.session.scalars(wanted.limit(MOST))
    ]


def field_labels() -> dict[str, Any]:
    """The labels of the fields, by the names that the trail has for them."""
    fields = ((name, getattr(ServiceFields, name)) for name in dir(ServiceFields))
    return {**{name: field.args[0] for name, field in fields if hasattr(field, "field_class") and field.args}, "needs": NEEDS_FIELD}
