"""Writes of the outbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress as suppress_errors
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, exists, select, update

from outreach.core.db import db
from outreach.core.jobs import wake_after_commit
from outreach.outbox.models import Mail, ProviderEvent, Suppression
from outreach.outbox.rules import (
    DELIVER_MAIL,
    GRAVITY,
    LEASE,
    Answer,
    Category,
    Reason,
    State,
    Verdict,
    after_attempt,
    graver,
    normal_address,
    stops,
    suppression_of,
)


class NotResendable(Exception):
    """A mail that went out, or is on its way, cannot be sent again."""


def put_mail(
    *,
    key: str,
    kind: str,
    category: Category,
    address: str,
    language: str,
    subject: str,
    text: str,
    html: str,
    now: datetime,
    secret: str = "",
) -> bool:
    """Put a rendered mail into the outbox, in the caller's transaction; False when a mail with this *key* is there already.

    *secret*, when given, names the link that takes the place of `rules.SECRET_MARK` in *text* and *html* at the moment of sending.
    """
    if db.session.scalar(select(exists().where(Mail.key == key))):
        return False
    about = {"key": key, "kind": kind, "category": category, "address": address.strip(), "language": language}
    content = {"subject": " ".join(subject.split()), "text": text, "html": html, "secret": secret}
    db.session.add(Mail(**about, **content, state=State.WAITING, created_at=now, due_at=now))
    db.session.flush()
    wake_after_commit(DELIVER_MAIL)
    return True


def claim_mail(now: datetime) -> Mail | None:
    """Take the mail that is due longest, for an attempt that must end within LEASE; None when there is none. To be committed at once."""
    due = select(Mail).where(Mail.state == State.WAITING, Mail.due_at <= now).order_by(Mail.due_at, Mail.id).limit(1)
    mail = db.session.scalar(due.with_for_update(skip_locked=True))
    if mail is None:
        return None
    mail.state, mail.leased_until, mail.attempts = State.SENDING, now + LEASE, mail.attempts + 1
    return mail


def settle(mail_id: UUID, attempt: int, answer: Answer, now: datetime) -> None:
    """Write down what came of *attempt*. An answer that comes after the lease has ended still counts: it ends the doubt."""
    mail = db.session.get(Mail, mail_id, with_for_update=True)
    if mail is None or mail.attempts != attempt or mail.state not in (State.SENDING, State.HELD):
        return
    state, due = after_attempt(answer, attempt, now)
    mail.state, mail.reason, mail.leased_until = state, answer.reason, None
    mail.provider_id = answer.provider_id or mail.provider_id
    if due:
        mail.due_at = due
    else:
        mail.settled_at = now


def set_aside(mail: Mail, state: State, reason: str, now: datetime) -> None:
    """End an attempt before anything was asked of the provider: the address is suppressed, or there is no provider."""
    mail.state, mail.reason, mail.leased_until, mail.settled_at = state, reason, None, now
    mail.attempts -= 1


def put_off(mail_id: UUID, reason: str, now: datetime) -> None:
    """Count an attempt that failed before anything was asked of the provider, and try again later."""
    mail = db.session.get_one(Mail, mail_id, with_for_update=True)
    mail.state, mail.attempts = State.SENDING, mail.attempts + 1
    settle(mail_id, mail.attempts, Answer(Verdict.LATER, reason), now)


def hold_doubtful(now: datetime) -> int:
    """Hold every mail whose attempt did not end within its lease: whoever sent it is gone. Returns how many."""
    lost = (Mail.state == State.SENDING, Mail.leased_until < now)
    reason = "whoever was sending it stopped before the provider's answer"
    held = db.session.execute(update(Mail).where(*lost).values(state=State.HELD, leased_until=None, settled_at=now, reason=reason))
    return int(held.rowcount)  # type: ignore[attr-defined]


def resend(mail_id: UUID, *, reason: str, now: datetime) -> None:
    """Send a mail again that is held, dead or suppressed. The caller notes who asked. Raises NotResendable, NoResultFound."""
    mail = db.session.get_one(Mail, mail_id, with_for_update=True)
    if mail.state not in (State.HELD, State.DEAD, State.SUPPRESSED, State.KEPT):
        raise NotResendable(mail.state)
    mail.state, mail.reason, mail.due_at, mail.settled_at, mail.attempts = State.WAITING, reason, now, None, 0
    wake_after_commit(DELIVER_MAIL)


def suppress(address: str, reason: Reason, *, now: datetime) -> None:
    """Write no more to *address*. The first time counts."""
    row = {"address": normal_address(address), "reason": reason}
    if db.session.scalar(select(Suppression.id).filter_by(**row)) is None:
        db.session.add(Suppression(**row, since=now))
        db.session.flush()


def lift_suppression(address: str) -> int:
    """Write to *address* again; returns how many reasons against it there were. The caller notes who asked, and why."""
    lifted = delete(Suppression).where(Suppression.address == normal_address(address))
    return cast(CursorResult[Any], db.session.execute(lifted)).rowcount


def is_suppressed(address: str, category: Category) -> bool:
    """Whether *address* gets no mail of *category*."""
    reasons = db.session.scalars(select(Suppression.reason).where(Suppression.address == normal_address(address)))
    return any(stops(Reason(reason), category) for reason in reasons)


@dataclass(frozen=True, slots=True)
class Told:
    """One event as the provider told it. `mail` is the id that we gave our mail, if any."""

    id: str
    kind: str
    address: str
    mail: str
    at: datetime
    details: Mapping[str, object]


def note_events(events: Sequence[Told], *, now: datetime) -> int:
    """Write down *events* that are not known yet; returns how many were new. Their order does not matter.

    Bounces, complaints and unsubscriptions become suppressions. An event about a mail that is held ends the doubt. One about no mail of
    ours is kept without one.
    """
    fresh = {event.id: event for event in events}
    known = db.session.scalars(select(ProviderEvent.id).where(ProviderEvent.id.in_(fresh))).all()
    for event_id in known:
        del fresh[event_id]
    mails = _find_mails([event.mail for event in fresh.values()])
    for event in fresh.values():
        mail = mails.get(event.mail)
        row = ProviderEvent(id=event.id, mail_id=mail.id if mail else None, kind=event.kind, address=event.address, at=event.at)
        row.received_at = now
        db.session.add(row)
        if mail:
            _tell(mail, event.kind, now)
        reason = suppression_of(event.kind, event.details)
        if reason and event.address:
            suppress(event.address, reason, now=now)
    return len(fresh)


def _find_mails(ids: Sequence[str]) -> dict[str, Mail]:
    wanted = {}
    for text in ids:
        with suppress_errors(ValueError):
            wanted[UUID(text)] = text
    rows = db.session.scalars(select(Mail).where(Mail.id.in_(wanted)))
    return {wanted[mail.id]: mail for mail in rows}


def _tell(mail: Mail, kind: str, now: datetime) -> None:
    mail.fate = graver(mail.fate, kind) if kind in GRAVITY else mail.fate
    if kind in GRAVITY and mail.state == State.HELD:
        mail.state, mail.reason, mail.settled_at = State.SENT, "the provider told later that it took it", now
