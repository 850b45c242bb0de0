"""What was done to a route, from the audit trail, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import select

from outreach.accounts.queries import find_names
from outreach.audit.models import AuditEntry
from outreach.core.db import db
from outreach.pathways.labels import ACTS, EXTENTS, FIELDS
from outreach.pathways.queries import subject_of
from outreach.pathways.rules import Extent

MOST = 100  # rows on the page; the audit trail has all


@dataclass(frozen=True, slots=True)
class Line:
    """One act. `extents` says how far the route went then, or from where to where."""

    at: datetime
    who: str
    what: LazyString | str
    changed: list[LazyString | str]
    extents: LazyString | str


def find_history(pathway_id: UUID) -> list[Line]:
    """The latest acts, the newest first."""
    subject = subject_of(pathway_id)
    wanted = select(AuditEntry).where(AuditEntry.subject == subject).order_by(AuditEntry.place.desc()).limit(MOST)
    names = find_names()
    return [
        Line(
            entry.at, names.get(entry.actor, entry.actor), ACTS.get(entry.action, entry.action),
            [FIELDS.get(name, name) for name in entry.changed], _extents(entry.detail),
        )
        for entry in db.session.scalars(wanted)
    ]  # fmt: skip


def _extents(detail: str) -> LazyString | str:
    """'partial/extant' or 'none', as the acts record it, in words."""
    before, _slash, after = detail.partition("/")
    if after:
        return _("From %(before)s to %(after)s", before=EXTENTS[Extent(before)], after=EXTENTS[Extent(after)])
    return EXTENTS[Extent(before)] if before else ""
