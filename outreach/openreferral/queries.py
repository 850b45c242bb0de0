"""Which services are in the feed, and which have left it. A fixed number of queries, however many services there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, false, func, not_, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, joinedload, raiseload

from outreach.content.models import UnitRow
from outreach.core.db import db
from outreach.directory.models import Service, ServiceNeed, ServiceOpening
from outreach.directory.queries import has_words, is_shown, whole
from outreach.directory.rules import Stage
from outreach.openreferral.parameters import Wanted
from outreach.openreferral.taxonomies import CODES, TERMS
from outreach.partners import rules as partners
from outreach.partners.models import ConsentGiven, Organisation
from outreach.partners.queries import agrees
from outreach.partners.rules import HIDDEN_AFTER, Consent


def is_in_feed(now: datetime) -> ColumnElement[bool]:
    """The condition that a service is published as open data: readers may see it, and its organisation agrees to the feed.

    Services of public bodies, which staff entered, are not in it: nobody there has agreed.
    """
    return and_(is_shown(now), _of(agrees(Consent.OPEN_DATA)))


def has_left_feed(now: datetime) -> ColumnElement[bool]:
    """The condition that a service is a tombstone: its organisation agreed to the feed once, and it is not in it any more.

    What was never for everybody, a draft above all, leaves none.
    """
    was_shown = or_(Service.stage.in_([Stage.SHOWN, Stage.ENDED]), and_(Service.stage == Stage.ARCHIVED, Service.ended_at.is_not(None)))
    agreed = and_(
        Organisation.stage.in_([partners.Stage.APPROVED, partners.Stage.LEFT]), _consents(ConsentGiven.consent == Consent.OPEN_DATA)
    )
    return and_(was_shown, _of(agreed), not_(is_in_feed(now)))


def _of(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """The condition that the organisation of a service is so."""
    return Service.organisation_id.in_(select(Organisation.id).where(condition))


def _consents(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(ConsentGiven.organisation_id == Organisation.id, *conditions)


def _services(now: datetime, wanted: Wanted) -> Select[Service]:
    """The services that *wanted* asks for. Tombstones are among them where nothing but what they have is asked."""
    conditions = _conditions(wanted)
    of = is_in_feed(now) if conditions else or_(is_in_feed(now), has_left_feed(now))
    if wanted.modified_after:
        conditions.append(_has_changed(wanted.modified_after, now))
    return select(Service).where(of, *conditions)


def list_services(now: datetime, wanted: Wanted, *, at_location: bool = False) -> tuple[int, Sequence[Service]]:
    """How many services there are, and those of the page that is wanted, each with its organisation; the order is that of the ids.

    With *at_location*, only services that are in the feed and can be visited.
    """
    found = _services(now, wanted)
    if at_location:
        found = found.where(is_in_feed(now), has_place())
    total = db.session.scalar(select(func.count()).select_from(found.with_only_columns(Service.id).subquery())) or 0
    page = found.order_by(Service.id).offset((wanted.page - 1) * wanted.per_page).limit(wanted.per_page)
    return total, db.session.scalars(page.options(_WITH_ORGANISATION, raiseload("*"))).all()


def has_place() -> ColumnElement[bool]:
    """The condition that a service has an address that everybody may know."""
    return and_(Service.is_confidential.is_(False), Service.address != "")


def find_service(service_id: UUID, now: datetime) -> Service | None:
    """The service with all its rows, if it is in the feed."""
    return db.session.scalar(select(Service).where(Service.id == service_id, is_in_feed(now)).options(*whole()))


def find_located(service_id: UUID, now: datetime) -> Service | None:
    """The service with all its rows, if it is in the feed and can be visited."""
    found = find_service(service_id, now)
    return found if found and found.address and not found.is_confidential else None


def find_tombstone(service_id: UUID, now: datetime) -> Service | None:
    """What is left of a service that was in the feed."""
    left = select(Service).where(Service.id == service_id, has_left_feed(now))
    return db.session.scalar(left.options(_WITH_ORGANISATION, raiseload("*")))


def find_ids_in_feed(ids: Sequence[UUID], now: datetime) -> frozenset[UUID]:
    """Which of *ids* are in the feed; the others of a list are tombstones."""
    return frozenset(db.session.scalars(select(Service.id).where(Service.id.in_(ids), is_in_feed(now))))


def find_descriptions(services: Sequence[Service]) -> dict[UUID, str]:
    """What each service does, in English."""
    keys = {service.description_key for service in services}
    rows = db.session.execute(select(UnitRow.key, UnitRow.english).where(UnitRow.key.in_(keys)))
    texts: dict[str, str] = {row.key: row.english for row in rows}
    return {service.id: texts[service.description_key] for service in services}


def find_withdrawals(organisation_ids: Sequence[UUID | None]) -> dict[UUID, datetime]:
    """When each organisation withdrew its agreement to the feed, or to be listed, the last time."""
    given = (ConsentGiven.organisation_id.in_(organisation_ids), ConsentGiven.consent.in_([Consent.OPEN_DATA, Consent.LISTED]))
    latest = func.max(ConsentGiven.withdrawn_at)
    rows = db.session.execute(select(ConsentGiven.organisation_id, latest).where(*given).group_by(ConsentGiven.organisation_id))
    return {organisation_id: at for organisation_id, at in rows if at is not None}


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool] | None] = [
        has_words(wanted.search) if wanted.search else None,
        _has_term(wanted.taxonomy_term_id) if wanted.taxonomy_term_id else None,
        _has_taxonomy(wanted.taxonomy_id) if wanted.taxonomy_id else None,
        Service.min_age >= wanted.minimum_age if wanted.minimum_age is not None else None,
        Service.max_age <= wanted.maximum_age if wanted.maximum_age is not None else None,
        _is_open(wanted),
    ]
    return [condition for condition in asked if condition is not None]


def _is_open(wanted: Wanted) -> ColumnElement[bool] | None:
    """One opening of the week has the day and both times; what never closes is open whenever it is asked for."""
    asked = [
        ServiceOpening.weekday == wanted.day if wanted.day is not None else None,
        ServiceOpening.opens >= wanted.start_time if wanted.start_time else None,
        ServiceOpening.closes <= wanted.end_time if wanted.end_time else None,
    ]
    conditions = [condition for condition in asked if condition is not None]
    if not conditions:
        return None
    return or_(Service.is_always_open, exists().where(ServiceOpening.service_id == Service.id, *conditions))


def _has_term(term_id: UUID) -> ColumnElement[bool]:
    term = TERMS.get(term_id)
    if term is None:
        return false()
    if term.taxonomy == "need":
        return exists().where(ServiceNeed.service_id == Service.id, ServiceNeed.need == term.code)
    if term.taxonomy in _LISTS:
        return cast(_LISTS[term.taxonomy], String).contains(f'"{term.code}"', autoescape=True)
    return _COLUMNS[term.taxonomy] == term.code


def _has_taxonomy(taxonomy_id: UUID) -> ColumnElement[bool]:
    code = CODES.get(taxonomy_id)
    if code is None:
        return false()
    return cast(_LISTS[code], String) != "[]" if code in _LISTS else true()  # of the others every service has a term


def _has_changed(since: datetime, now: datetime) -> ColumnElement[bool]:
    """Whether a service, or what makes it part of the feed, has changed at *since* or later. Growing too old is a change."""
    own = (Service.changed_at, Service.confirmed_at, Service.ended_at, Service.archived_at)
    consents = _consents(or_(ConsentGiven.given_at >= since, ConsentGiven.withdrawn_at >= since))
    of_theirs = or_(Organisation.left_at >= since, _was_said(Organisation.verified_at, since, now), consents)
    return or_(*(at >= since for at in own), _was_said(Service.confirmed_at, since, now), _of(of_theirs))


def _was_said(at: InstrumentedAttribute[Any], since: datetime, now: datetime) -> ColumnElement[bool]:
    """Whether a word was given at *since* or later, or has grown too old since then."""
    return or_(at >= since, at.between(since - HIDDEN_AFTER, now - HIDDEN_AFTER))


_LISTS = {"access": Service.access, "community": Service.communities}
_WITH_ORGANISATION = joinedload(Service.organisation).raiseload("*")
_COLUMNS = {"standing": Service.standing, "recourse": Service.recourse}
