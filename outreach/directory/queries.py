"""Reads of services. Staff see those of a part of their areas; members those of their organisation; readers those that are shown."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, bindparam, exists, func, literal, or_, select, true, union_all
from sqlalchemy.orm import aliased, joinedload, raiseload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from outreach.accounts.queries import scope_to_come
from outreach.accounts.rules import Scope
from outreach.content.models import UnitRow
from outreach.core.db import db
from outreach.directory.models import Service, ServiceArea, ServiceChange, ServiceGram, ServiceLanguage, ServiceNeed
from outreach.directory.rules import LIVING, Stage
from outreach.directory.words import wanted_gram
from outreach.partners.models import Organisation
from outreach.partners.queries import in_sight as organisation_in_sight
from outreach.partners.queries import is_listed
from outreach.partners.rules import HIDDEN_AFTER, RevisionState
from outreach.partners.rules import Stage as PartnerStage

Description = aliased(UnitRow, name="description")
"""The unit that says what a service does; joined by whoever wants its English."""


MOST_GRAMS = 4  # of which a search looks for the rarest
MANY = 200  # services with a gram: from there on it does not matter how many more


class UnknownService(LookupError):
    """There is no such service, or not for whoever asks."""


def in_sight(scope: Scope) -> ColumnElement[bool]:
    """The condition that a service is in sight from *scope* (`Scope.meets`, in SQL)."""
    if scope.is_national:
        return true()
    return or_(Service.is_national, covers(scope.areas))


def covers(areas: Collection[str]) -> ColumnElement[bool]:
    """The condition that a service covers one of *areas*, or everything."""
    return exists().where(ServiceArea.service_id == Service.id, ServiceArea.area.in_(areas))


def is_for(need: str) -> ColumnElement[bool]:
    return exists().where(ServiceNeed.service_id == Service.id, ServiceNeed.need == need)


def offers(language: str) -> ColumnElement[bool]:
    """The condition that a service offers a language, in whatever way."""
    return exists().where(ServiceLanguage.service_id == Service.id, ServiceLanguage.language == language)


def is_shown(now: datetime) -> ColumnElement[bool]:
    """The condition that readers may see a service: it is meant for them, its word is not too old, and its organisation, if it is one of a
    partner, is listed.
    """
    is_of_listed = exists().where(Organisation.id == Service.organisation_id, is_listed(now))
    is_theirs = or_(Service.organisation_id.is_(None), is_of_listed)
    return and_(Service.stage == Stage.SHOWN, Service.confirmed_at > now - HIDDEN_AFTER, is_theirs)


def has_words(typed: str) -> ColumnElement[bool] | None:
    """The condition that every word of *typed* stands in the name or the provider of a service, from one sign on; None without a word.

    An index of `ServiceGram` finds what may have the rarest of them, the text itself says whether it has all.
    """
    words = sorted({word.casefold() for word in typed.split()}, key=len, reverse=True)
    if not words:
        return None
    grams = list(dict.fromkeys(wanted_gram(word) for word in words[:MOST_GRAMS]))
    gram = grams[0] if len(grams) == 1 else _rarest(grams)
    wanted = select(ServiceGram.service_id).where(ServiceGram.gram == gram)
    return and_(Service.id.in_(wanted), *(Service.searched.contains(word, autoescape=True) for word in words))


def _rarest(grams: Sequence[str]) -> ScalarSelect[str]:
    """The gram that the fewest services have, asked of the database in the search itself: neither planner knows how often each is there."""
    each = union_all(*(select(literal(gram).label("gram"), _count_with(gram).label("services")) for gram in grams)).subquery()
    return select(each.c.gram).order_by(each.c.services).limit(1).scalar_subquery()


def _count_with(gram: str) -> ScalarSelect[int]:
    with_it = select(literal(1)).where(ServiceGram.gram == gram).limit(MANY).subquery()
    return select(func.count()).select_from(with_it).scalar_subquery()


def services_of(scope: Scope, organisation_id: UUID | None = None) -> Select[*tuple[Any, ...]]:
    """Every service in sight from *scope*, or those of one organisation, as rows for lists: `Service.…` by their names."""
    columns = (
        *(Service.id, Service.name, Service.provider, Service.stage, Service.is_national, Service.capacity, Service.standing),
        *(Service.confirmed_at, Service.changed_at, Service.closed_from, Service.closed_until, Service.organisation_id),
        *(_main_need(), _what_waits()),
    )
    of = in_sight(scope) if organisation_id is None else Service.organisation_id == organisation_id
    return select(*columns).where(of)


def _main_need() -> Any:
    first = (ServiceNeed.service_id == Service.id, ServiceNeed.place == 0)
    return select(ServiceNeed.need).where(*first).correlate(Service).scalar_subquery().label("main_need")


def _what_waits() -> Any:
    """`is_new` of what its organisation asks for; None where nothing waits."""
    return select(ServiceChange.is_new).where(*_pends()).correlate(Service).scalar_subquery().label("waits")


def _pends() -> tuple[ColumnElement[bool], ...]:
    return ServiceChange.service_id == Service.id, ServiceChange.state == RevisionState.PENDING


def asks_for(*, is_new: bool) -> ColumnElement[bool]:
    """The condition that the organisation of a service waits for it to be shown (*is_new*), or for a change of it."""
    return exists().where(*_pends(), ServiceChange.is_new.is_(is_new))


_TO_DECIDE: tuple[ColumnElement[bool], ...] = (
    ServiceChange.state == RevisionState.PENDING,
    exists().where(Organisation.id == Service.organisation_id, Organisation.stage == PartnerStage.APPROVED),
)
"""That something waits for an answer: of an organisation that is a partner no more, nothing does."""


def is_only_offered() -> ColumnElement[bool]:
    """The condition that a service is a draft of its organisation's own, of which nobody of the staff has said yes."""
    offered = exists().where(ServiceChange.service_id == Service.id, ServiceChange.is_new)
    return and_(Service.stage == Stage.DRAFT, offered, ~offered.where(ServiceChange.state == RevisionState.APPROVED))


def find_pending(service_id: UUID) -> ServiceChange | None:
    """What its organisation asks for and nobody has decided; read anew, since whoever asks may have waited for the service."""
    pending = select(ServiceChange).where(ServiceChange.service_id == service_id, ServiceChange.state == RevisionState.PENDING)
    return db.session.scalar(pending.execution_options(populate_existing=True))


def find_latest_decided(service_id: UUID) -> ServiceChange | None:
    """What staff decided last of what its organisation asked for."""
    decided = (ServiceChange.service_id == service_id, ServiceChange.state.in_([RevisionState.APPROVED, RevisionState.GIVEN_BACK]))
    return db.session.scalar(select(ServiceChange).where(*decided).order_by(ServiceChange.decided_at.desc()).limit(1))


def is_own_draft(service: Service) -> bool:
    """Whether a service is a draft of its organisation's own, which staff have not shown: it waits, or was given back."""
    if service.stage != Stage.DRAFT or service.organisation_id is None:
        return False
    latest = find_pending(service.id) or find_latest_decided(service.id)
    return latest is not None and latest.is_new and latest.state in (RevisionState.PENDING, RevisionState.GIVEN_BACK)


def changes_in_sight(scope: Scope) -> Select[ServiceChange]:
    """What organisations ask for about services in sight from *scope*."""
    return select(ServiceChange).join(Service).where(in_sight(scope))


def find_to_decide(scope: Scope, most: int) -> Sequence[ServiceChange]:
    """What waits for somebody of the staff with *scope*, the oldest first; with the services and their areas."""
    pending = changes_in_sight(scope).where(*_TO_DECIDE)
    with_areas = joinedload(ServiceChange.service).selectinload(Service.areas)
    return db.session.scalars(pending.options(with_areas).order_by(ServiceChange.asked_at, ServiceChange.id).limit(most)).all()


def changes_of(organisation_id: UUID) -> Sequence[ServiceChange]:
    """Everything that an organisation asked for about its services, the latest first; with the services."""
    wanted = select(ServiceChange).join(Service).where(Service.organisation_id == organisation_id)
    return db.session.scalars(
        wanted.options(joinedload(ServiceChange.service)).order_by(ServiceChange.asked_at.desc(), ServiceChange.id)
    ).all()


def get_service(
    service_id: UUID, *, scope: Scope | None = None, organisation_id: UUID | None = None, is_locked: bool = False
) -> Service:  # fmt: skip
    """The service with all its rows, if it is in sight from *scope* or of that organisation; locked until the transaction ends when it
    is to be changed. Raises UnknownService.
    """
    of = Service.organisation_id == organisation_id if scope is None else in_sight(scope)
    wanted = select(Service).where(Service.id == service_id, of).options(*whole())
    if is_locked:
        wanted = wanted.with_for_update(of=Service).execution_options(populate_existing=True)
    found = db.session.scalar(wanted)
    if found is None:
        raise UnknownService(service_id)
    return found


def whole() -> tuple[ORMOption, ...]:
    """Options that bring a service with all its rows: seven queries, however many services there are."""
    names = ("needs", "areas", "openings", "other_days", "phones", "languages")
    rows = [selectinload(getattr(Service, name)) for name in names]
    return (*rows, selectinload(Service.organisation).options(raiseload("*")))


def find_partners(scope: Scope) -> Sequence[Any]:
    """Approved organisations in sight from *scope*, as rows of id and name: whose services staff may enter."""
    wanted = select(Organisation.id, Organisation.name).where(Organisation.stage == PartnerStage.APPROVED, organisation_in_sight(scope))
    return db.session.execute(wanted.order_by(Organisation.name)).all()


def find_description(service: Service) -> str:
    """The English of what a service does."""
    return db.session.scalar(select(UnitRow.english).where(UnitRow.key == service.description_key)) or ""


def find_parts(ids: Collection[UUID]) -> tuple[dict[UUID, list[str]], dict[UUID, list[str]], dict[UUID, list[str]]]:
    """Needs, areas and languages of services, by id. Three queries, however many there are."""
    found: list[dict[UUID, list[str]]] = []
    for column, order in (
        (ServiceNeed.need, ServiceNeed.place),
        (ServiceArea.area, ServiceArea.area),
        (ServiceLanguage.language, ServiceLanguage.language),
    ):
        of = column.class_
        parts: dict[UUID, list[str]] = {}
        for service_id, value in db.session.execute(select(of.service_id, column).where(of.service_id.in_(ids)).order_by(order)):
            values = parts.setdefault(service_id, [])
            if value not in values:
                values.append(value)
        found.append(parts)
    return found[0], found[1], found[2]


def find_alike(name: str, scope: Scope, *, but: UUID | None = None) -> Sequence[Any]:
    """Living services of the same name in sight from *scope*, as rows: whoever enters one is told of those that are there."""
    same = (func.lower(Service.name) == name.strip().lower(), Service.stage.in_(LIVING), in_sight(scope))
    rows = db.session.execute(select(Service.id, Service.name, Service.provider).where(*same).order_by(Service.provider).limit(5)).all()
    return [row for row in rows if row.id != but]


def count_waiting(scope: Scope, before: datetime) -> int:
    """How many services of areas of *scope* wait for staff: readers may see them and they were confirmed at or before that instant the last
    time, or their organisations ask for something about them.
    """
    return db.session.scalar(_waiting(scope.is_national), {"areas": scope.areas, "before": before}) or 0


@cache
def _waiting(is_national: bool) -> Select[int]:
    is_due = and_(Service.stage == Stage.SHOWN, Service.confirmed_at <= bindparam("before"))
    is_asked = exists().where(ServiceChange.service_id == Service.id, *_TO_DECIDE)
    seen = in_sight(scope_to_come(is_national=is_national))
    return select(func.count()).select_from(Service).where(seen, or_(is_due, is_asked))


def find_renamed() -> Sequence[tuple[Service, str]]:
    """Services whose organisation has another name by now, each with that name."""
    wanted = select(Service, Organisation.name).join(Organisation, Service.organisation_id == Organisation.id)
    rows = db.session.execute(wanted.where(Organisation.name != "", Service.provider != Organisation.name).limit(500)).all()
    return [(service, name) for service, name in rows]
