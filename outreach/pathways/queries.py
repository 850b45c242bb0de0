"""Reads of pathways. Those of an area are there for whoever's scope meets it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, exists, func, or_, select, true
from sqlalchemy.orm import aliased, joinedload, raiseload

from outreach.accounts.queries import scope_to_come
from outreach.accounts.rules import Scope
from outreach.core.db import db
from outreach.directory.models import Service
from outreach.directory.queries import covers
from outreach.directory.rules import LIVING, Need
from outreach.pathways.models import Pathway
from outreach.pathways.rules import AGREED, Extent, Standing, standing_of

IS_KEPT = Pathway.archived_at.is_(None)
_Gone = aliased(Service, name="gone")
LEADS_NOWHERE = exists().where(_Gone.id == Pathway.service_id, _Gone.stage.not_in(LIVING))
"""`Pathway.leads_nowhere`, in SQL."""


class UnknownPathway(LookupError):
    """There is no such route, or not for whoever asks."""


def subject_of(pathway_id: UUID) -> str:
    """How the trail names a route."""
    return f"pathway/{pathway_id}"


def in_sight(scope: Scope) -> ColumnElement[bool]:
    """The condition that a route is in sight from *scope* (`rules.may_see`, in SQL)."""
    return true() if scope.is_national else Pathway.area.in_(scope.areas)


def due_by(last: date | BindParameter[date]) -> ColumnElement[bool]:
    """The condition that a route is kept and has to be looked at again by that day: it says so, or its service is gone."""
    return and_(IS_KEPT, or_(Pathway.review_on <= last, LEADS_NOWHERE))


def get_pathway(pathway_id: UUID, *, scope: Scope, is_locked: bool = False) -> Pathway:
    """The route with its service, locked until the transaction ends when it is to be changed. Raises UnknownPathway."""
    to_service = joinedload(Pathway.service).options(raiseload("*"))
    wanted = select(Pathway).where(Pathway.id == pathway_id, in_sight(scope)).options(to_service)
    if is_locked:
        wanted = wanted.with_for_update(of=Pathway).execution_options(populate_existing=True)
    found = db.session.scalar(wanted)
    if found is None:
        raise UnknownPathway(pathway_id)
    return found


def pathways_listed(scope: Scope) -> Select[*tuple[Any, ...]]:
    """Every route in sight from *scope*, as rows for lists."""
    columns = (Pathway.id, Pathway.area, Pathway.need, Pathway.extent, Pathway.agreed_on, Pathway.review_on, Pathway.archived_at)
    found = func.coalesce(Service.name, Pathway.recipient).label("to_whom"), LEADS_NOWHERE.label("leads_nowhere")
    wanted = select(*columns, *found).select_from(Pathway).outerjoin(Service, Pathway.service_id == Service.id)
    return wanted.where(in_sight(scope))


def find_routes(area: str) -> Sequence[Pathway]:
    """Every route of an area, archived ones too, the best of each need first."""
    to_service = joinedload(Pathway.service).options(raiseload("*"))
    wanted = select(Pathway).where(Pathway.area == area).options(to_service)
    return db.session.scalars(wanted.order_by(Pathway.need, Pathway.review_on.desc(), Pathway.id)).all()


def find_standings(scope: Scope, today: date) -> Mapping[tuple[str, Need], Standing]:
    """How areas stand for needs, as far as somebody has looked: one query, whatever there is."""
    found: defaultdict[tuple[str, Need], list[tuple[Extent, bool]]] = defaultdict(list)
    columns = (Pathway.area, Pathway.need, Pathway.extent, due_by(today).label("is_due"))
    for area, need, extent, is_to_be_looked_at in db.session.execute(select(*columns).where(in_sight(scope), IS_KEPT)):
        found[area, Need(need)].append((Extent(extent), bool(is_to_be_looked_at)))
    return {key: standing_of(routes) for key, routes in found.items()}


def find_recipients(area: str, *also: UUID) -> Sequence[Any]:
    """Services to which a route of an area can lead, as rows: those that work there, those for everywhere, and those chosen *also*."""
    works_there = and_(Service.stage.in_(LIVING), or_(Service.is_national, covers({area})))
    wanted = select(Service.id, Service.name, Service.provider).where(or_(works_there, Service.id.in_(also)))
    return db.session.execute(wanted.order_by(func.lower(Service.name), Service.id)).all()


def find_agreed(scope: Scope) -> Sequence[Any]:
    """Routes that both sides have agreed, in sight from *scope*, as rows."""
    return db.session.execute(pathways_listed(scope).where(IS_KEPT, Pathway.extent.in_(AGREED))).all()


def count_due(scope: Scope, today: date) -> int:
    """How many routes within *scope* are to be looked at again."""
    return db.session.scalar(_due(scope.is_national), {"areas": scope.areas, "today": today}) or 0


@cache
def _due(is_national: bool) -> Select[int]:
    seen = in_sight(scope_to_come(is_national=is_national))
    return select(func.count()).select_from(Pathway).where(seen, due_by(bindparam("today")))
