"""Reading the outbox: for the pages of staff. Secrets are not in it: a mail's text holds `rules.SECRET_MARK` where a link was put in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import defer

from outreach.core.db import db
from outreach.outbox.models import Mail, ProviderEvent, Suppression
from outreach.outbox.rules import State, normal_address


@dataclass(frozen=True, slots=True)
class Filter:
    """Which mails: all that fit everything that is given. `since` and `until` look at when a mail was put, `until` not included;
    `address` is a part of an address, whatever its case.
    """

    state: State | None = None
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None
    address: str = ""


def list_mails(wanted: Filter, *, limit: int = 50, offset: int = 0) -> list[Mail]:
    """Mails without their bodies, newest first."""
    bodies = (defer(Mail.text, raiseload=True), defer(Mail.html, raiseload=True))
    newest = select(Mail).where(*_conditions(wanted)).options(*bodies).order_by(Mail.created_at.desc(), Mail.id).limit(limit).offset(offset)
    return list(db.session.scalars(newest))


def count_mails(wanted: Filter) -> int:
    """How many mails fit."""
    return db.session.scalar(select(func.count()).select_from(Mail).where(*_conditions(wanted))) or 0


def get_mail(mail_id: UUID) -> Mail:
    """One mail with everything. Raises NoResultFound."""
    return db.session.get_one(Mail, mail_id)


def list_events(mail_id: UUID) -> list[ProviderEvent]:
    """What the provider told of a mail, in the order in which it happened."""
    return list(
        db.session.scalars(select(ProviderEvent).where(ProviderEvent.mail_id == mail_id).order_by(ProviderEvent.at, ProviderEvent.id))
    )


def list_suppressions(addresses: Sequence[str]) -> dict[str, list[str]]:
    """Why which of *addresses* are not to be written to, by address as it was given."""
    normal = {normal_address(address): address for address in addresses}
    found: dict[str, list[str]] = {}
    for row in db.session.scalars(select(Suppression).where(Suppression.address.in_(normal)).order_by(Suppression.since)):
        found.setdefault(normal[row.address], []).append(row.reason)
    return found


def count_by_state() -> dict[State, int]:
    """How many mails are in each state; every state is there."""
    counts = dict.fromkeys(State, 0)
    for state, count in db.session.execute(select(Mail.state, func.count()).group_by(Mail.state)):
        counts[State(state)] = count
    return counts


def list_kinds() -> list[str]:
    """The kinds of which there is a mail."""
    return list(db.session.scalars(select(Mail.kind).distinct().order_by(Mail.kind)))


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.state:
        conditions.append(Mail.state == wanted.state)
    if wanted.kind:
        conditions.append(Mail.kind == wanted.kind)
    if wanted.since:
        conditions.append(Mail.created_at >= wanted.since)
    if wanted.until:
        conditions.append(Mail.created_at < wanted.until)
    if wanted.address:
        conditions.append(func.lower(Mail.address).contains(wanted.address.strip().lower(), autoescape=True))
    return conditions
