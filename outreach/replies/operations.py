"""What is done to answers to what was heard. Each act is on record in the trail under area and number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from outreach.accounts.models import Account
from outreach.audit.operations import record
from outreach.content.library import Gravity
from outreach.content.operations import request_publication, write_text
from outreach.core.dates import LONDON
from outreach.core.db import db
from outreach.replies.models import Reply
from outreach.replies.queries import find_basis, find_current
from outreach.replies.rules import Basis, Refusal, State, find_refusal, unit_keys


class ReplyRefused(Exception):
    """What was asked is not possible, for this reason."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal)


def subject_of(reply: Reply) -> str:
    """How the trail names an answer."""
    return f"reply/{reply.area}/{reply.number}"


def write_reply(reply_id: UUID, area: str, values: Mapping[str, Any], *, by: Account, now: datetime) -> Reply:
    """Begin the next answer of an area. *values*: `basis` (a key), `themes`, `heard` and `done`.

    Raises ReplyRefused: there is a draft already, or it rests on too few people, or on what nobody heard.
    """
    basis = _check_basis(area, values, now)
    latest = db.session.scalar(select(func.max(Reply.number)).where(Reply.area == area)) or 0
    made = Reply(id=reply_id, area=area, number=latest + 1, state=State.DRAFT, set_aside_reason="")
    _assign(made, values, basis, by, now)
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as error:
        raise ReplyRefused(Refusal.DRAFT_THERE) from error
    record("reply.written", subject_of(made), by=str(by.id), now=now)
    return made


def change_reply(reply: Reply, values: Mapping[str, Any], *, by: Account, now: datetime) -> bool:
    """Give a draft these values; False when nothing is different. Whoever changes it is its writer from now on. Raises ReplyRefused."""
    if reply.state != State.DRAFT:
        raise ReplyRefused(Refusal.NOT_A_DRAFT)
    present = {"basis": reply.basis_key, "themes": sorted(reply.themes), "heard": reply.heard, "done": reply.done}
    changed = [name for name, value in present.items() if value != (sorted(values[name]) if name == "themes" else values[name])]
    if not changed:
        return False
    basis = _check_basis(reply.area, values, now)
    changed += ["written_by_id"] if reply.written_by_id != by.id else []
    _assign(reply, values, basis, by, now)
    record("reply.changed", subject_of(reply), by=str(by.id), now=now, changed=changed)
    return True


def publish_reply(reply: Reply, *, by: Account, now: datetime) -> None:
    """A second person has read it: readers of the area are told it. Raises ReplyRefused: it is no draft, or theirs, or rests on too few
    people as their number is known now.
    """
    if reply.state != State.DRAFT:
        raise ReplyRefused(Refusal.NOT_A_DRAFT)
    if reply.written_by_id == by.id:
        raise ReplyRefused(Refusal.SAME_PERSON)
    reply.least = _check_basis(reply.area, {"basis": reply.basis_key, "themes": reply.themes}, now).least
    reply.state, reply.published_by_id, reply.published_at = State.PUBLISHED, by.id, now
    record("reply.published", subject_of(reply), by=str(by.id), now=now)
    _tell_readers(reply.area, now)


def set_reply_aside(reply: Reply, *, reason: str, by: Account, now: datetime) -> None:
    """Take an answer out of use; readers are told the one before it, if any. Raises ReplyRefused when that is done already."""
    if reply.state == State.SET_ASIDE:
        raise ReplyRefused(Refusal.SET_ASIDE)
    was_told = reply.state == State.PUBLISHED
    reply.state, reply.set_aside_at, reply.set_aside_reason = State.SET_ASIDE, now, reason
    record("reply.set-aside", subject_of(reply), by=str(by.id), now=now, detail=reason)
    if was_told:
        _tell_readers(reply.area, now)


def _tell_readers(area: str, now: datetime) -> None:
    """Bring the area's units of content to the answer that holds now, and have readers' pages made anew."""
    db.session.flush()
    current = find_current(area)
    for name, key in unit_keys(area).items() if current else ():
        write_text(key, getattr(current, name), kind=Gravity.MEANING, on=_day(now))
    request_publication(f"reply/{area} changed", now=now)


def _check_basis(area: str, values: Mapping[str, Any], now: datetime) -> Basis:
    basis = find_basis(area, values["basis"], _day(now))
    refusal = find_refusal(basis, values["themes"])
    if refusal or basis is None:
        raise ReplyRefused(refusal or Refusal.TOO_FEW)
    return basis


def _assign(reply: Reply, values: Mapping[str, Any], basis: Basis, by: Account, now: datetime) -> None:
    reply.event_id, reply.quarter_on, reply.least = basis.event_id, basis.quarter_on, basis.least
    reply.themes, reply.heard, reply.done = sorted(values["themes"]), values["heard"], values["done"]
    reply.written_by_id, reply.written_at = by.id, now


def _day(now: datetime) -> date:
    """The day in London."""
    return now.astimezone(LONDON).date()
