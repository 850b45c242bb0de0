"""What was done to one organisation, from the audit trail, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import LazyString
from sqlalchemy import select

from outreach.accounts.queries import find_names
from outreach.audit.models import AuditEntry
from outreach.core.db import db
from outreach.partners.labels import ACTORS, FIELDS
from outreach.partners.labels import ACTS as PARTNER_ACTS
from outreach.partners.operations import subject_of
from outreach.vetting.labels import ACTS

MOST = 200  # rows on the page; the audit trail has all
_WORDS: Mapping[str, LazyString] = {**PARTNER_ACTS, **ACTS}


@dataclass(frozen=True, slots=True)
class Past:
    """One act."""

    at: datetime
    who: LazyString | str
    what: LazyString | str
    changed: list[LazyString | str]


def find_history(organisation_id: UUID) -> list[Past]:
    """The latest acts, the newest first."""
    about = AuditEntry.subject == subject_of(organisation_id)
    entries = db.session.scalars(select(AuditEntry).where(about).order_by(AuditEntry.place.desc()).limit(MOST)).all()
    names = find_names()
    return [
        Past(
            entry.at,
            names.get(entry.actor) or ACTORS.get(entry.actor, entry.actor),
            _WORDS.get(entry.action, entry.action),
            [FIELDS.get(name, name) for name in entry.changed],
        )
        for entry in entries
    ]
