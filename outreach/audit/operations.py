"""Adding to the trail.

What is recorded in a transaction waits in the session, and is chained as the last thing before the commit: the head of the chain is
locked for as short as possible, always after every other lock, so that writers wait for each other and never in a circle.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from outreach.audit.models import AuditEntry, AuditHead
from outreach.audit.rules import BEGINNING, Entry, hash_entry
from outreach.core.db import db

_WAITING = "audit entries to be chained"


def record(action: str, subject: str, *, by: str, now: datetime, detail: str = "", changed: Sequence[str] = ()) -> None:
    """Note that *by* did *action* to *subject*, in the same transaction as the act itself: it is committed or undone with it.

    *changed* names the fields that were changed, never their values; *by* and *subject* are ids, never contact data.
    """
    entry = {"at": now, "actor": by, "action": action, "subject": subject, "detail": detail, "changed": list(changed)}
    session = db.session()
    if not session.in_transaction():
        session.begin()  # so that a rollback is noticed
    session.info.setdefault(_WAITING, []).append(entry)


@event.listens_for(Session, "before_commit")
def _chain(session: Session) -> None:
    waiting: list[dict[str, Any]] = session.info.pop(_WAITING, [])
    if not waiting:
        return
    session.flush()  # whatever else is written is written before the head is locked
    head = session.scalars(select(AuditHead).with_for_update()).one_or_none()
    if head is None:  # only in a database that was made without its migrations
        head = AuditHead(id=1, place=0, hash=BEGINNING)
        session.add(head)
    for fields in waiting:
        place, previous = head.place + 1, head.hash
        entry = Entry(id=uuid4(), place=place, previous=previous, **{**fields, "changed": tuple(fields["changed"])})
        digest = hash_entry(entry)
        session.add(AuditEntry(id=entry.id, place=place, previous=previous, hash=digest, **fields))
        head.place, head.hash = place, digest


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, _transaction: object) -> None:
    session.info.pop(_WAITING, None)
