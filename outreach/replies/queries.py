"""Reads of answers to what was heard, for staff of their areas and for readers' pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import aliased

from outreach.accounts.queries import ME, scope_to_come
from outreach.accounts.rules import Scope
from outreach.content.library import Unit
from outreach.content.queries import find_units
from outreach.core.db import db
from outreach.events.models import Event
from outreach.events.queries import Title
from outreach.events.rules import State as EventState
from outreach.outcomes.models import Outcome, OutcomeTheme
from outreach.replies.models import Reply
from outreach.replies.rules import Basis, Record, State, find_bases, unit_keys

SINCE = timedelta(days=460)  # five quarters: what was heard longer ago is not answered any more


class UnknownReply(LookupError):
    """There is no such answer, or not for whoever asks."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What readers of an area get: what people said and what was done, as units of content, and the last day that it is about."""

    area: str
    heard: Unit
    done: Unit
    until: date


def in_sight(scope: Scope) -> ColumnElement[bool]:
    """The condition that an answer is in sight from *scope*."""
    return true() if scope.is_national else Reply.area.in_(scope.areas)


def get_reply(reply_id: UUID, *, scope: Scope, is_locked: bool = False) -> Reply:
    """The answer in sight from *scope*, locked until the transaction ends when it is to be changed. Raises UnknownReply."""
    wanted = select(Reply).where(Reply.id == reply_id, in_sight(scope))
    if is_locked:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalar(wanted)
    if found is None:
        raise UnknownReply(reply_id)
    return found


def find_records(area: str, today: date) -> list[Record]:
    """What was recorded of the events of *area*. Two queries."""
    columns = (Event.id, Event.held_on, Title.english.label("title"), Outcome.least)
    held = (Event.area == area, Event.state == EventState.SCHEDULED, Event.held_on > today - SINCE)
    rows = db.session.execute(
        select(*columns).join(Title, Event.title_key == Title.key).join(Outcome, Outcome.event_id == Event.id).where(*held)
    ).all()
    themes: dict[UUID, set[str]] = {}
    for event_id, theme in db.session.execute(
        select(OutcomeTheme.event_id, OutcomeTheme.theme).join(Event, Event.id == OutcomeTheme.event_id).where(*held)
    ):
        themes.setdefault(event_id, set()).add(theme)
    return [Record(row.id, row.held_on, row.title, row.least, frozenset(themes.get(row.id, ()))) for row in rows]


def find_basis(area: str, key: str, today: date) -> Basis | None:
    """What an answer of *area* may rest on under that key, as it was recorded now; None where too few people were there."""
    return next((one for one in find_bases(find_records(area, today), today) if one.key == key), None)


def find_areas(scope: Scope, today: date) -> Sequence[Any]:
    """The areas in sight in which something was recorded lately, and at how many events, as rows."""
    here = true() if scope.is_national else Event.area.in_(scope.areas)
    wanted = select(Event.area, func.count().label("events")).join(Outcome, Outcome.event_id == Event.id)
    wanted = wanted.where(here, Event.area.is_not(None), Event.held_on > today - SINCE).group_by(Event.area)
    return db.session.execute(wanted.order_by(Event.area)).all()


def is_current() -> ColumnElement[bool]:
    """The condition that an answer is what readers of its area are told now: the latest that is published."""
    later = aliased(Reply)
    latest = select(func.max(later.number)).where(later.area == Reply.area, later.state == State.PUBLISHED)
    return (Reply.state == State.PUBLISHED) & (Reply.number == latest.correlate(Reply).scalar_subquery())


def find_current(area: str) -> Reply | None:
    """The answer that readers of *area* are told now."""
    return db.session.scalar(select(Reply).where(Reply.area == area, is_current()).execution_options(populate_existing=True))


def find_shown() -> dict[str, Shown]:
    """What readers are told, by area: for their pages. Three queries, however many areas there are."""
    wanted = select(Reply.area, Reply.quarter_on, Event.held_on).outerjoin(Event, Reply.event_id == Event.id).where(is_current())
    rows = db.session.execute(wanted.order_by(Reply.area)).all()
    units = find_units({key for row in rows for key in unit_keys(row.area).values()}) if rows else {}
    return {row.area: _shown(row, units) for row in rows}


def _shown(row: Any, units: Mapping[str, Unit]) -> Shown:
    keys = unit_keys(row.area)
    return Shown(row.area, units[keys["heard"]], units[keys["done"]], _until(row))


def _until(row: Any) -> date:
    """The last day that an answer is about."""
    if row.held_on:
        on: date = row.held_on
        return on
    month = row.quarter_on.month + 3
    after = date(row.quarter_on.year + month // 13, (month - 1) % 12 + 1, 1)
    return after - timedelta(days=1)


def find_texts_told() -> list[tuple[Unit, str]]:
    """The texts of all answers that readers are told, each with a hint for its translator."""
    return [pair for one in find_shown().values() for pair in _hinted(one)]


def _hinted(one: Shown) -> Iterable[tuple[Unit, str]]:
    yield one.heard, f"What people in {one.area} told the police at events."
    yield one.done, f"What was done about it in {one.area}."


def replies_of(scope: Scope) -> Select[Any]:
    """Every answer in sight from *scope*."""
    return select(Reply).where(in_sight(scope))


def count_to_read(reader_id: UUID, scope: Scope) -> int:
    """How many drafts of others within *scope* wait for this reader."""
    return db.session.scalar(_to_read(scope.is_national), {"me": reader_id, "areas": scope.areas}) or 0


@cache
def _to_read(is_national: bool) -> Select[int]:
    waiting = (in_sight(scope_to_come(is_national=is_national)), Reply.state == State.DRAFT, Reply.written_by_id != ME)
    return select(func.count()).select_from(Reply).where(*waiting)


def find_waiting(scope: Scope, not_of: Iterable[UUID]) -> Sequence[Reply]:
    """Drafts within *scope* that somebody else than *not_of* wrote."""
    mine = true() if scope.is_national else Reply.area.in_(scope.areas)
    wanted = select(Reply).where(mine, Reply.state == State.DRAFT, Reply.written_by_id.not_in(list(not_of)))
    return db.session.scalars(wanted.order_by(Reply.written_at, Reply.id)).all()
