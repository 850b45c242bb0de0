"""Reads across services, campaigns and events. Only services that readers may see count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, func, or_, select
from sqlalchemy.orm import aliased

from outreach.accounts.rules import Scope
from outreach.campaigns.models import Audience, AudienceLanguage, Campaign, CampaignArea
from outreach.campaigns.queries import visible as visible_campaign
from outreach.campaigns.rules import Asker
from outreach.core.areas import AREAS
from outreach.core.dates import LONDON
from outreach.core.db import db
from outreach.core.languages import ENGLISH
from outreach.coverage.rules import LATELY, Held, Offer, Use
from outreach.directory.models import Service, ServiceArea, ServiceLanguage, ServiceNeed
from outreach.directory.queries import is_shown
from outreach.directory.rules import CONTACT_LASTS, TRAINING_LASTS, Mode, Need, Standing
from outreach.events.models import Event, EventLanguage
from outreach.events.queries import visible as visible_event
from outreach.events.rules import State
from outreach.pathways.rules import ESSENTIAL

BEHIND = timedelta(days=365)  # events that are longer ago say nothing of the languages of an area


@dataclass(frozen=True, slots=True)
class Found:
    """A service that offers a language for a need, in all the ways in which it does."""

    id: UUID
    name: str
    provider: str
    standing: Standing
    is_independent: bool
    is_national: bool
    capacity: str
    areas: frozenset[str]
    modes: tuple[Mode, ...]
    confirmed_on: date
    is_confirmed: bool

    def offers(self) -> tuple[Offer, ...]:
        return tuple(Offer(mode, self.is_independent, self.is_national, self.is_confirmed) for mode in self.modes)


def in_areas(scope: Scope) -> list[str]:
    """The areas that somebody sees, in the order of the regions."""
    return [area for area in AREAS if scope.is_national or area in scope.areas]


def is_independent() -> ColumnElement[bool]:
    """The condition that a service is independent of the police and the Home Office, and has neither money nor a contract of them."""
    return and_(Service.standing == Standing.INDEPENDENT, cast(Service.ties, String) == "[]")


def counts_on(now: datetime) -> ColumnElement[bool]:
    """The condition that a service counts: readers may see it, and it is not closed that day."""
    today = _day(now)
    is_closed = and_(Service.closed_from.is_not(None), Service.closed_from <= today, func.coalesce(Service.closed_until, today) >= today)
    return and_(is_shown(now), ~is_closed)


def serves(need: Need, now: datetime) -> ColumnElement[bool]:
    """The condition that a service is for a need; a reporting centre that has lapsed is for none (`directory.rules.centre_of`)."""
    is_for = exists().where(ServiceNeed.service_id == Service.id, ServiceNeed.need == need)
    if need is not Need.REPORTING:
        return is_for
    today = _day(now)
    return and_(is_for, Service.trained_on > today - TRAINING_LASTS, Service.contact_on > today - CONTACT_LASTS)


def find_services(language: str, need: Need, now: datetime, *, area: str = "") -> list[Found]:
    """Every service that counts and offers *language* for *need*, by name; *area* leaves those that work there. Two queries."""
    wanted = _services(need, now, area).add_columns(ServiceLanguage.mode, ServiceLanguage.confirmed_on)
    wanted = wanted.join(ServiceLanguage, ServiceLanguage.service_id == Service.id).where(ServiceLanguage.language == language)
    rows = db.session.execute(wanted.order_by(func.lower(Service.name), Service.id)).all()
    areas = _areas_of({row.id for row in rows}, need, language)
    by_service: dict[UUID, list[Any]] = {}
    for row in rows:
        by_service.setdefault(row.id, []).append(row)
    return [_found(ways, areas[key], now) for key, ways in by_service.items()]


def find_others(language: str, need: Need, now: datetime, *, area: str) -> Sequence[Any]:
    """Independent services that work in *area* for *need* and do not offer *language*, as rows: whoever looks for a partner asks them."""
    offers = exists().where(ServiceLanguage.service_id == Service.id, ServiceLanguage.language == language)
    wanted = _services(need, now, area).where(~offers, is_independent())
    return db.session.execute(wanted.order_by(func.lower(Service.name), Service.id)).all()


def _services(need: Need, now: datetime, area: str) -> Select[*tuple[Any, ...]]:
    columns = (Service.id, Service.name, Service.provider, Service.standing, Service.is_national, Service.capacity)
    wanted = select(*columns, is_independent().label("is_independent")).where(counts_on(now), serves(need, now))
    if not area:
        return wanted
    works = exists().where(ServiceArea.service_id == Service.id, ServiceArea.area == area)
    return wanted.where(or_(Service.is_national, works))


def _areas_of(ids: set[UUID], need: Need, language: str) -> Mapping[UUID, frozenset[str]]:
    found: defaultdict[UUID, set[str]] = defaultdict(set)
    wanted = select(ServiceArea.service_id, ServiceArea.area)
    wanted = wanted.join(ServiceNeed, ServiceNeed.service_id == ServiceArea.service_id).where(ServiceNeed.need == need)
    speaks = exists().where(ServiceLanguage.service_id == ServiceArea.service_id, ServiceLanguage.language == language)
    for service_id, area in db.session.execute(wanted.where(speaks)):
        if service_id in ids:
            found[service_id].add(area)
    return defaultdict(frozenset, {key: frozenset(areas) for key, areas in found.items()})


def _found(ways: Sequence[Any], areas: frozenset[str], now: datetime) -> Found:
    first = ways[0]
    modes = tuple(mode for mode in Mode if mode in {Mode(way.mode) for way in ways})
    confirmed_on = min(way.confirmed_on for way in ways)
    return Found(
        id=first.id, name=first.name, provider=first.provider, standing=Standing(first.standing),
        is_independent=bool(first.is_independent), is_national=first.is_national, capacity=first.capacity, areas=areas, modes=modes,
        confirmed_on=confirmed_on, is_confirmed=_day(now) - confirmed_on < LATELY,
    )  # fmt: skip


def find_held(now: datetime) -> Held:
    """What there is of independent services for essential needs. Three queries, however many services there are."""
    counts = (counts_on(now), is_independent(), ServiceNeed.need.in_(ESSENTIAL))
    local = (*counts, Service.is_national.is_(False))
    works = select(ServiceArea.area, ServiceNeed.need).select_from(Service)
    works = works.join(ServiceNeed, ServiceNeed.service_id == Service.id).join(ServiceArea, ServiceArea.service_id == Service.id)
    needs = {(area, Need(need)) for area, need in db.session.execute(works.where(*local).distinct())}
    is_confirmed = (ServiceLanguage.confirmed_on > _day(now) - LATELY).label("is_confirmed")
    columns: tuple[Any, ...] = (ServiceArea.area, ServiceNeed.need, ServiceLanguage.language, ServiceLanguage.mode, is_confirmed)
    spoken = works.join(ServiceLanguage, ServiceLanguage.service_id == Service.id).with_only_columns(*columns).where(*local).distinct()
    offers: defaultdict[tuple[str, Need, str], list[Offer]] = defaultdict(list)
    for area, need, language, mode, confirmed in db.session.execute(spoken):
        offers[area, Need(need), language].append(Offer(Mode(mode), True, False, bool(confirmed)))
    everywhere = select(ServiceNeed.need, ServiceLanguage.language).select_from(Service)
    everywhere = everywhere.join(ServiceNeed, ServiceNeed.service_id == Service.id)
    everywhere = everywhere.join(ServiceLanguage, ServiceLanguage.service_id == Service.id)
    everywhere = everywhere.where(*counts, Service.is_national.is_(True), ServiceLanguage.mode != Mode.WRITTEN).distinct()
    return Held(needs, offers, {(Need(need), language) for need, language in db.session.execute(everywhere)})


def find_uses(asker: Asker, today: date) -> Mapping[str, Mapping[str, Use]]:
    """Which languages the programme uses in which areas, as far as *asker* sees: audiences of campaigns that name the area, and events
    there that are ahead or were in the last year. English is left out. Two queries.
    """
    campaigns: defaultdict[tuple[str, str], set[UUID]] = defaultdict(set)
    place = aliased(CampaignArea)  # `visible_campaign` asks for areas of its own
    wanted = select(place.area, AudienceLanguage.language, Campaign.id).select_from(Campaign)
    wanted = wanted.join(place, place.campaign_id == Campaign.id).join(Audience, Audience.campaign_id == Campaign.id)
    wanted = wanted.join(AudienceLanguage, AudienceLanguage.audience_id == Audience.id)
    wanted = wanted.where(visible_campaign(asker), Campaign.archived_at.is_(None), Audience.archived_at.is_(None))
    for area, language, campaign_id in db.session.execute(wanted.where(AudienceLanguage.language != ENGLISH)):
        campaigns[area, language].add(campaign_id)
    held = select(Event.area, EventLanguage.language, func.count()).join(EventLanguage, EventLanguage.event_id == Event.id)
    held = held.where(visible_event(asker), Event.state == State.SCHEDULED, Event.area.is_not(None), Event.held_on >= today - BEHIND)
    held = held.where(EventLanguage.language != ENGLISH).group_by(Event.area, EventLanguage.language)
    events = {(str(area), language): number for area, language, number in db.session.execute(held)}
    uses: defaultdict[str, dict[str, Use]] = defaultdict(dict)
    for key in campaigns.keys() | events.keys():
        uses[key[0]][key[1]] = Use(tuple(sorted(campaigns.get(key, ()))), events.get(key, 0))
    return uses


def _day(now: datetime) -> date:
    return now.astimezone(LONDON).date()
