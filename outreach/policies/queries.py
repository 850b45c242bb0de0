"""Reads of policies. Entries of an area are there for whoever's scope meets it; the national guidance is there for all staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, func, or_, select, true
from sqlalchemy.orm import aliased, joinedload, lazyload

from outreach.accounts.models import Account
from outreach.accounts.queries import ME, scope_to_come
from outreach.accounts.rules import Scope
from outreach.content.queries import find_claim
from outreach.core.db import db
from outreach.policies.models import Policy
from outreach.policies.rules import NATIONAL, PLACES, Found, Standing, State, Told, claim_key, may_see, standing_of


class UnknownPolicy(LookupError):
    """There is no such entry, or not for whoever asks."""


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the table of all: how a place stands, with its current entry and the draft that waits."""

    slug: str
    standing: Standing
    current: Policy | None
    draft: Policy | None


def in_sight(scope: Scope) -> ColumnElement[bool]:
    """The condition that an entry is in sight from *scope* (`rules.may_see`, in SQL)."""
    return true() if scope.is_national else or_(Policy.place == NATIONAL, Policy.place.in_(scope.areas))


def is_current() -> ColumnElement[bool]:
    """The condition that an entry is the one that holds now: the latest of its place that was approved and not set aside."""
    later = aliased(Policy)
    latest = select(func.max(later.number)).where(later.place == Policy.place, later.state == State.APPROVED)
    return (Policy.state == State.APPROVED) & (Policy.number == latest.correlate(Policy).scalar_subquery())


def find_current(place: str) -> Policy | None:
    """The entry of a place that holds now, as the database has it."""
    return db.session.scalar(select(Policy).where(Policy.place == place, is_current()).execution_options(populate_existing=True))


def list_areas_with_entries() -> Sequence[str]:
    """The areas of which there is an entry, whatever became of it."""
    return db.session.scalars(select(Policy.place).where(Policy.place != NATIONAL).distinct().order_by(Policy.place)).all()


def find_told(place: str, today: date) -> Told:
    """How readers are told the sentence that holds now."""
    claim = find_claim(claim_key(place))
    if claim is None:
        return Told.NOT
    if claim.is_withdrawn:
        return Told.WITHDRAWN
    return Told.SHOWN if claim.is_in_force(today) else Told.LAPSED


def list_places(scope: Scope, today: date) -> list[Place]:
    """How every place stands that is in sight from *scope*, gaps included, in the order of the regions: two queries, whatever there is."""
    reader = joinedload(Policy.read_by).options(lazyload(Account.areas), lazyload(Account.languages))
    wanted = select(Policy).where(in_sight(scope)).options(reader)
    current = {entry.place: entry for entry in db.session.scalars(wanted.where(is_current()))}
    drafts = {entry.place: entry for entry in db.session.scalars(wanted.where(Policy.state == State.DRAFT))}
    return [_stand(slug, current.get(slug), drafts.get(slug), today) for slug in PLACES if may_see(scope, slug)]


def _stand(slug: str, current: Policy | None, draft: Policy | None, today: date) -> Place:
    found, again = (Found(current.found), current.look_again_on) if current else (None, None)
    return Place(slug, standing_of(found, again, has_draft=draft is not None, today=today), current, draft)


def list_versions(place: str) -> Sequence[Policy]:
    """Every entry of a place, the latest first, with its readers."""
    readers = [joinedload(Policy.read_by), joinedload(Policy.approved_by), joinedload(Policy.set_aside_by)]
    return db.session.scalars(select(Policy).where(Policy.place == place).options(*readers).order_by(Policy.number.desc())).all()


def get_policy(policy_id: UUID, *, scope: Scope, is_locked: bool = False) -> Policy:
    """The entry in sight from *scope*, locked until the transaction ends when it is to be changed. Raises UnknownPolicy."""
    wanted = select(Policy).where(Policy.id == policy_id, in_sight(scope))
    if is_locked:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalar(wanted)
    if found is None:
        raise UnknownPolicy(policy_id)
    return found


def count_to_read(reader_id: UUID, scope: Scope, today: date) -> int:
    """How many entries within *scope* wait for this reader: drafts of others, and entries that are due for another look."""
    return db.session.scalar(_to_read(scope.is_national), {"me": reader_id, "areas": scope.areas, "today": today}) or 0


@cache
def _to_read(is_national: bool) -> Select[int]:
    mine = true() if is_national else Policy.place.in_(scope_to_come(is_national=False).areas)
    waiting = or_((Policy.state == State.DRAFT) & (Policy.read_by_id != ME), due_by(bindparam("today")))
    return select(func.count()).select_from(Policy).where(mine, waiting)


def due_by(last: date | BindParameter[date]) -> ColumnElement[bool]:
    """The condition that an entry holds now and has to be looked at again by that day."""
    return is_current() & (Policy.look_again_on <= last)
