"""What everybody may be told of services. Nothing of a service that is not here ever reaches a page for the public.

The note for staff, and whatever else is not a field of `Told`, stays inside. A confidential service has no address to tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from outreach.content.library import Unit
from outreach.content.queries import find_units
from outreach.core.areas import AREAS
from outreach.core.dates import LONDON
from outreach.core.db import db
from outreach.directory.models import Service, ServiceArea, ServiceDay, ServiceLanguage, ServiceNeed, ServiceOpening, ServicePhone
from outreach.directory.queries import is_only_offered, is_shown
from outreach.directory.rules import (
    AHEAD,
    Capacity,
    Centre,
    Hours,
    Mode,
    Need,
    Opening,
    Other,
    Run,
    Span,
    Standing,
    centre_of,
    is_closed_on,
    runs_of,
    spans_on,
)
from outreach.partners.rules import Tie, Verification, verification_of

POLICE, HOME_OFFICE = "police", "home-office"  # as `content.library.LINKS`
_LINKS = {
    Standing.POLICE: POLICE,
    Standing.HOME_OFFICE: HOME_OFFICE,
    Tie.POLICE_CONTRACT: POLICE,
    Tie.POLICE_FUNDING: POLICE,
    Tie.HOME_OFFICE_CONTRACT: HOME_OFFICE,
    Tie.HOME_OFFICE_FUNDING: HOME_OFFICE,
}


@dataclass(frozen=True, slots=True)
class Phone:
    dial: str
    display: str
    cost: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A language that is truly offered, how, in which variety, and on which days (Monday is 0; none: whenever it is open)."""

    tag: str
    mode: Mode
    dialect: str
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Open:
    """When it is open, as readers are told it on one day: the week in runs, that day, and days ahead that are different.

    `today` is None where it is open day and night.
    """

    is_known: bool
    week: tuple[Run, ...]
    today: tuple[Span, ...] | None
    ahead: tuple[tuple[date, tuple[Span, ...]], ...]


@dataclass(frozen=True, slots=True)
class Closed:
    """Closed for a time. `since` is told when it has not begun."""

    since: date | None
    until: date | None
    because: str


@dataclass(frozen=True, slots=True)
class Told:
    """A service, as far as everybody may know it on one day.

    Its representation names what a page shows of it, without its text, which a page has as a reading: pages are told apart by it.
    `links` are the police, the Home Office, both or neither; None where nobody can say that it is linked to neither (a public body).
    """

    id: UUID
    name: str
    provider: str
    areas: frozenset[str] = field(repr=False)
    is_national: bool
    needs: tuple[Need, ...]
    description: Unit = field(repr=False)
    standing: Standing
    links: tuple[str, ...] | None
    paid_by: tuple[str, ...]
    passes_on: str
    passes_to: tuple[str, ...]
    is_confidential: bool
    address: str
    website: str
    email: str
    recourse: str
    communities: tuple[str, ...]
    ages: tuple[int | None, int | None]
    immigration_level: int | None
    cost: str
    access: tuple[str, ...]
    opening: Open
    closed: Closed | None
    capacity: Capacity
    phones: tuple[Phone, ...]
    languages: tuple[Spoken, ...]
    confirmed_on: date
    is_unverified: bool
    is_invented: bool = field(repr=False)

    def speaks(self, tag: str) -> bool:
        return any(one.tag == tag for one in self.languages)

    @property
    def is_closed(self) -> bool:
        return self.closed is not None and self.closed.since is None


@dataclass(frozen=True, slots=True)
class Directory:
    """Services that readers may see on the day `on`, by name, and the areas that have one."""

    on: date
    services: tuple[Told, ...] = ()

    @property
    def areas(self) -> tuple[str, ...]:
        """Every area, in the order of names: readers of an area without a service are told what to do instead. None before there is
        any service: then the page for everywhere says so for all of them.
        """
        return tuple(sorted(AREAS, key=lambda area: AREAS[area].name)) if self.services else ()

    def without_invented(self) -> Directory:
        """As production shows it."""
        return Directory(self.on, tuple(one for one in self.services if not one.is_invented))

    def of(self, area: str) -> tuple[Told, ...]:
        """Those of an area, and those for everywhere; without an area, the latter."""
        return tuple(one for one in self.services if one.is_national or area in one.areas)


def find_directory(now: datetime) -> Directory:
    """Everything that everybody may know of services at *now*. Ten queries, however many there are."""
    today = now.astimezone(LONDON).date()
    shown = is_shown(now)
    columns = [column for column in Service.__table__.c if column.name not in ("note", "searched", "made_by_id")]
    rows = db.session.execute(select(*columns).where(shown).order_by(Service.name, Service.id)).all()
    ids = select(Service.id).where(shown)
    needs = _group(select(ServiceNeed.service_id, ServiceNeed.need).order_by(ServiceNeed.place), ServiceNeed, ids)
    areas = _group(select(ServiceArea.service_id, ServiceArea.area), ServiceArea, ids)
    week = _group(
        select(ServiceOpening.service_id, ServiceOpening.weekday, ServiceOpening.opens, ServiceOpening.closes), ServiceOpening, ids
    )
    ahead = ServiceDay.on.between(today, today + AHEAD)
    days = _group(select(ServiceDay.service_id, ServiceDay.on, ServiceDay.opens, ServiceDay.closes).where(ahead), ServiceDay, ids)
    phone = (ServicePhone.service_id, ServicePhone.dial, ServicePhone.display, ServicePhone.cost, ServicePhone.languages)
    phones = _group(select(*phone).order_by(ServicePhone.place), ServicePhone, ids)
    tongue = (ServiceLanguage.service_id, ServiceLanguage.language, ServiceLanguage.mode, ServiceLanguage.dialect, ServiceLanguage.days)
    tongues = _group(select(*tongue).order_by(ServiceLanguage.language, ServiceLanguage.mode), ServiceLanguage, ids)
    units = _find_descriptions(rows)
    made = []
    for row in rows:
        hours = Hours(row.is_always_open, tuple(Opening(*one) for one in week[row.id]), tuple(Other(*one) for one in days[row.id]))
        told_needs = _needs_of(row, [Need(need) for (need,) in needs[row.id]], today)
        if told_needs:
            spoken = tuple(Spoken(tag, Mode(mode), dialect, tuple(on)) for tag, mode, dialect, on in tongues[row.id])
            calls = tuple(Phone(dial, display, cost, tuple(tags)) for dial, display, cost, tags in phones[row.id])
            in_areas = frozenset(area for (area,) in areas[row.id])
            made.append(_told(row, told_needs, in_areas, hours, calls, spoken, units[row.description_key], now, today))
    return Directory(today, tuple(made))


def find_texts_of_services() -> list[tuple[Unit, str]]:
    """The texts of all services that are there, each with a hint for its translator; not of those that organisations have only offered."""
    wanted = select(Service.name, Service.description_key).where(Service.archived_at.is_(None), ~is_only_offered())
    rows = db.session.execute(wanted.order_by(Service.name)).all()
    units = find_units({row.description_key for row in rows})
    return [(units[row.description_key], f"What the service “{row.name}” does, for readers who look for help.") for row in rows]


def _find_descriptions(rows: Iterable[Any]) -> dict[str, Unit]:
    return find_units({row.description_key for row in rows})


def _group(wanted: Select[*tuple[Any, ...]], of: Any, ids: Select[*tuple[Any, ...]]) -> Mapping[UUID, list[tuple[Any, ...]]]:
    """Rows of all shown services, by service, without its id."""
    found: defaultdict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
    for service_id, *rest in db.session.execute(wanted.where(of.service_id.in_(ids))):
        found[service_id].append(tuple(rest))
    return found


def _needs_of(row: Any, needs: list[Need], today: date) -> tuple[Need, ...]:
    """A reporting centre that has lapsed is none to readers."""
    is_lapsed = Need.REPORTING in needs and centre_of(row.trained_on, row.contact_on, today) is Centre.LAPSED
    return tuple(need for need in needs if not (is_lapsed and need is Need.REPORTING))


def _told(
    row: Any, needs: tuple[Need, ...], areas: frozenset[str], hours: Hours, phones: tuple[Phone, ...], spoken: tuple[Spoken, ...],
    description: Unit, now: datetime, today: date,
) -> Told:  # fmt: skip
    standing = Standing(row.standing)
    paid_by = dict.fromkeys(_LINKS[Tie(tie)] for tie in row.ties)
    return Told(
        id=row.id,
        name=row.name,
        provider=row.provider,
        areas=areas,
        is_national=row.is_national,
        needs=needs,
        description=description,
        standing=standing,
        links=_links_of(standing, row.ties),
        paid_by=tuple(paid_by),
        passes_on=row.passes_on,
        passes_to=tuple(row.passes_to),
        is_confidential=row.is_confidential,
        address="" if row.is_confidential else row.address,
        website=row.website,
        email=row.email,
        recourse=row.recourse,
        communities=tuple(row.communities),
        ages=(row.min_age, row.max_age),
        immigration_level=row.immigration_level,
        cost=row.cost,
        access=tuple(row.access),
        opening=_opening_of(hours, today),
        closed=_closed_of(row, today),
        capacity=Capacity(row.capacity),
        phones=phones,
        languages=spoken,
        confirmed_on=row.confirmed_at.astimezone(LONDON).date(),
        is_unverified=verification_of(row.confirmed_at, now) is Verification.UNVERIFIED,
        is_invented=row.is_demonstration,
    )


def _links_of(standing: Standing, ties: Iterable[str]) -> tuple[str, ...] | None:
    """Whom a service is linked to. A contractor of whom it is not said whose it is counts as linked to both."""
    found = {_LINKS[one] for one in (standing, *map(Tie, ties)) if one in _LINKS}
    if standing is Standing.CONTRACTOR and not found:
        found = {POLICE, HOME_OFFICE}
    return None if standing is Standing.PUBLIC and not found else tuple(sorted(found, reverse=True))


def _opening_of(hours: Hours, today: date) -> Open:
    days = sorted({other.on for other in hours.others if other.on > today})
    ahead = tuple((on, spans_on(hours, on) or ()) for on in days)
    return Open(hours.is_known, runs_of(hours.week), spans_on(hours, today), ahead)


def _closed_of(row: Any, today: date) -> Closed | None:
    """What readers are told of its closing: while it is closed, and from two weeks before."""
    if row.closed_from is None or (row.closed_until and row.closed_until < today) or row.closed_from > today + AHEAD:
        return None
    is_now = is_closed_on(row.closed_from, row.closed_until, today)
    return Closed(None if is_now else row.closed_from, row.closed_until, row.closed_because)
