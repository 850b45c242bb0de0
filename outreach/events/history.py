"""What was done to an event, a venue or an interpreter, from the audit trail, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import LazyString
from sqlalchemy import select

from outreach.accounts.queries import find_names
from outreach.audit.models import AuditEntry
from outreach.core.db import db
from outreach.events.forms import EventFields, SeriesFields
from outreach.events.labels import ACTS, FROM_FILE, reason_label
from outreach.events.record_forms import RECORDS
from outreach.events.rules import IMPORTED
from outreach.web.fields import Shown
from outreach.web.forms import Form

MOST = 100  # rows on the page; the audit trail has all
_FORMS = (*(kind.fields for kind in RECORDS.values()), SeriesFields, EventFields)  # of two fields of one name, the last is meant
_SERIES = "series/"  # how the detail of an act on a whole series begins


@dataclass(frozen=True, slots=True)
class Line:
    """One act; *why* is the reason that was given, *of_series* says that it was done to several events at once."""

    at: datetime
    who: str
    what: LazyString | str
    changed: list[LazyString | str]
    why: LazyString | str
    of_series: bool


def find_history(subject: str, *, acts: Mapping[str, Any] | None = None, words: Mapping[str, Any] | None = None) -> list[Line]:
    """The latest acts, the newest first. *acts* and *words* are those of another feature: names of acts, and labels of fields."""
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.subject == subject).order_by(AuditEntry.place.desc()).limit(MOST)
    ).all()
    names, labels = find_names(), _labels_of(*_FORMS) | dict(words or {})
    return [_line(entry, names, labels, ACTS | dict(acts or {})) for entry in entries]


def _labels_of(*forms: type[Form]) -> dict[str, Any]:
    """The labels of the fields of forms, by name."""
    unbound = [(name, getattr(form, name)) for form in forms for name in vars(form)]
    return {name: field.args[0] for name, field in unbound if hasattr(field, "field_class") and issubclass(field.field_class, Shown)}


def _line(entry: AuditEntry, names: dict[str, str], words: dict[str, Any], acts: dict[str, Any]) -> Line:
    of_series = entry.detail.startswith(_SERIES)
    is_imported = entry.action == "event.made" and entry.detail == IMPORTED
    why = "" if is_imported or (of_series and entry.action != "event.cancelled") else reason_label(entry.detail)
    what = FROM_FILE if is_imported else acts.get(entry.action, entry.action)
    changed = [words.get(name, name) for name in entry.changed]
    return Line(entry.at, names.get(entry.actor, entry.actor), what, changed, why, of_series)
