"""What becomes of the services of an organisation that is erased: they say nothing any more. Their ids, days, needs and areas stay, for
whoever once took them from the feed, and for what was counted.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from outreach.content.operations import erase_text
from outreach.core.db import db
from outreach.core.text import ERASED
from outreach.directory.models import (
    Service,
    ServiceChange,
    ServiceDay,
    ServiceGram,
    ServiceLanguage,
    ServiceOpening,
    ServicePhone,
)
from outreach.directory.rules import Stage

_SAID = (ServiceChange, ServiceDay, ServiceGram, ServiceLanguage, ServiceOpening, ServicePhone)


def erase_services(organisation_id: UUID, now: datetime) -> None:
    """Erase what an organisation said of its services and asked for about them, translations too. What readers were shown is ended, what
    was a draft is archived.
    """
    theirs = Service.organisation_id == organisation_id
    keys = db.session.scalars(select(Service.description_key).where(theirs)).all()
    for model in _SAID:
        db.session.execute(delete(model).where(model.service_id.in_(select(Service.id).where(theirs))))
    for key in keys:
        erase_text(key)
    _change(theirs, Service.stage == Stage.SHOWN, stage=Stage.ENDED, ended_at=now)
    _change(theirs, Service.stage == Stage.DRAFT, stage=Stage.ARCHIVED, archived_at=now)
    texts = dict.fromkeys(("searched", "address", "website", "email", "note", "closed_because"), "")
    lists: dict[str, Any] = {name: [] for name in ("ties", "passes_to", "communities", "access")}
    nothing = dict.fromkeys(("closed_from", "closed_until", "trained_on", "contact_on", "reference"))
    _change(theirs, name=ERASED, provider=ERASED, changed_at=now, **texts, **lists, **nothing)


def _change(*which: Any, **values: Any) -> None:
    db.session.execute(update(Service).where(*which).values(**values))
