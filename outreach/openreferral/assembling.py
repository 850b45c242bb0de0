"""Services of the directory as objects of the standard. Only what everybody may know is read: no note, no confidential place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from outreach.core.areas import AREAS
from outreach.core.dates import LONDON
from outreach.core.languages import LANGUAGES
from outreach.directory import models, rules
from outreach.openreferral.parameters import WEEKDAYS
from outreach.openreferral.schemas import (
    Attribute,
    CostOption,
    Funding,
    Language,
    LocatedService,
    Location,
    LocationType,
    Organization,
    OrganizationIdentifier,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Status,
)
from outreach.openreferral.taxonomies import derived_id, term_of
from outreach.partners.identifiers import Register, split_org_id
from outreach.partners.models import Organisation
from outreach.partners.rules import Regulator, Tie

_GONE = "No longer published"
_REGISTERS = {
    Register.CHARITY_COMMISSION: "Charity number in England and Wales",
    Register.OSCR: "Charity number in Scotland",
    Register.NORTHERN_IRELAND: "Charity number in Northern Ireland",
    Register.COMPANIES_HOUSE: "Company number",
}
_REGULATORS = {
    Regulator.IAA: "Immigration Advice Authority",
    Regulator.SRA: "Solicitors Regulation Authority",
    Regulator.BSB: "Bar Standards Board",
    Regulator.CILEX: "CILEx Regulation",
}
_FUNDING = {
    Tie.HOME_OFFICE_CONTRACT: "Works under a contract with the Home Office",
    Tie.HOME_OFFICE_FUNDING: "Gets money from the Home Office",
    Tie.POLICE_CONTRACT: "Works under a contract with the police or a police and crime commissioner",
    Tie.POLICE_FUNDING: "Gets money from the police or a police and crime commissioner",
}
_MODES = {
    rules.Mode.NATIVE: "staff speak it",
    rules.Mode.BOOKED: "an interpreter is booked",
    rules.Mode.PHONE: "an interpreter on the telephone",
    rules.Mode.WRITTEN: "in writing only",
}
_COSTS = {rules.Cost.FREE: ("Free", 0), rules.Cost.PARTLY: ("Some of it costs money", None), rules.Cost.PAID: ("Costs money", None)}
_CALLS = {rules.CallCost.FREE: "Free call", rules.CallCost.LOCAL: "Costs as much as a call to a landline"}
_FULL = {rules.Capacity.WAITING: "There is a waiting list.", rules.Capacity.FULL: "At present it cannot take on more people."}


def list_entry(service: models.Service, description: str, now: datetime) -> Service:
    """A service as it stands in a list: without its own lists."""
    organisation = service.organisation
    return Service(**_about(service, description, now), organization=organization_of(organisation) if organisation else None)


def full_service(service: models.Service, description: str, now: datetime) -> Service:
    """A service with everything that the standard has a place for."""
    organisation = service.organisation
    place = location_of(service)
    return Service(
        **_about(service, description, now),
        organization=organization_of(organisation, is_full=True) if organisation else None,
        schedules=tuple(_schedules(service)),
        service_areas=tuple(_areas(service)),
        service_at_locations=(ServiceAtLocation(id=service.id, location=place),) if place else (),
        languages=tuple(_language(row, service.id) for row in service.languages),
        phones=tuple(_phone(row) for row in service.phones),
        funding=tuple(Funding(id=derived_id(service.id, "funding", tie), source=_FUNDING[Tie(tie)]) for tie in service.ties),
        cost_options=tuple(_cost(service)),
        attributes=tuple(_attributes(service)),
    )


def tombstone(service: models.Service, withdrawn_at: datetime | None) -> Service:
    """What is left of a service that has left the feed: that it has, and whether that is for good."""
    organisation = service.organisation
    is_over = service.stage != rules.Stage.SHOWN or (organisation is not None and organisation.left_at is not None)
    status = Status.DEFUNCT if is_over else Status.INACTIVE
    instants = (service.changed_at, service.ended_at, service.archived_at, organisation and organisation.left_at, withdrawn_at)
    return Service(id=service.id, name=_GONE, status=status, last_modified=max(at for at in instants if at))


def located_service(service: models.Service, description: str, now: datetime, *, is_full: bool = False) -> LocatedService | None:
    """A service at its place; None where it has none that everybody may know. It has one at most, so it bears the service's id."""
    place = location_of(service)
    if place is None:
        return None
    body = full_service(service, description, now) if is_full else list_entry(service, description, now)
    return LocatedService(id=service.id, service_id=service.id, location_id=place.id, service=body, location=place)


def location_of(service: models.Service) -> Location | None:
    """Where a service can be visited. Of a confidential one nothing is told, not even that there is a place."""
    if service.is_confidential or not service.address:
        return None
    return Location(
        id=derived_id(service.id, "location"), location_type=LocationType.PHYSICAL, name=service.provider, description=service.address
    )


def organization_of(organisation: Organisation, *, is_full: bool = False) -> Organization:
    """What everybody may know of an organisation (`partners.profile.PUBLIC`)."""
    profile = organisation.profile
    identifiers = tuple(_identifier(organisation.id, org_id) for org_id in profile.identifiers)
    return Organization(
        id=organisation.id,
        name=profile.name,
        description=profile.about,
        email=profile.email or None,
        website=profile.website or None,
        organization_identifiers=identifiers if is_full else None,
    )


def _about(service: models.Service, description: str, now: datetime) -> dict[str, Any]:
    today = now.astimezone(LONDON).date()
    is_closed = rules.is_closed_on(service.closed_from, service.closed_until, today)
    alerts = [_closing(service)] if is_closed else []
    alerts += [_FULL[rules.Capacity(service.capacity)]] if service.capacity in _FULL else []
    return {
        "id": service.id,
        "name": service.name,
        "status": Status.TEMPORARILY_CLOSED if is_closed else Status.ACTIVE,
        "last_modified": max(service.changed_at, service.confirmed_at),
        "description": description,
        "url": service.website or None,
        "email": service.email or None,
        "accreditations": _accreditations(service),
        "minimum_age": service.min_age,
        "maximum_age": service.max_age,
        "assured_date": service.confirmed_at.astimezone(LONDON).date(),
        "alert": " ".join(alerts) or None,
    }


def _closing(service: models.Service) -> str:
    return f"Closed until {service.closed_until:%d %B %Y}." if service.closed_until else "Closed until further notice."


def _accreditations(service: models.Service) -> str | None:
    if service.immigration_level is None:
        return None
    regulator = service.organisation.profile.regulator if service.organisation else ""
    by = f", {_REGULATORS[Regulator(regulator)]}" if regulator else ""
    return f"Immigration advice, level {service.immigration_level}{by}"


def _identifier(organisation_id: UUID, org_id: str) -> OrganizationIdentifier:
    register, number = split_org_id(org_id)
    return OrganizationIdentifier(
        id=derived_id(organisation_id, org_id), identifier_scheme=register, identifier_type=_REGISTERS[register], identifier=number
    )


def _schedules(service: models.Service) -> Iterable[Schedule]:
    if service.is_always_open:
        yield Schedule(
            id=derived_id(service.id, "always"), freq="WEEKLY", interval=1, byday=",".join(WEEKDAYS), description="Day and night"
        )
    weekly: dict[tuple[Any, Any], list[int]] = {}
    for row in service.openings:
        weekly.setdefault((row.opens, row.closes), []).append(row.weekday)
    for (opens, closes), days in weekly.items():
        byday = ",".join(WEEKDAYS[day] for day in sorted(days))
        key = derived_id(service.id, "weekly", opens, closes)
        yield Schedule(id=key, freq="WEEKLY", interval=1, byday=byday, opens_at=opens, closes_at=closes)
    for other in service.other_days:
        yield Schedule(
            id=other.id,
            valid_from=other.on,
            valid_to=other.on,
            dtstart=other.on,
            opens_at=other.opens,
            closes_at=other.closes,
            description=None if other.opens else "Closed on this day",
        )


def _areas(service: models.Service) -> Iterable[ServiceArea]:
    if service.is_national:
        name = "England and Wales"
        yield ServiceArea(id=derived_id(service.id, "area"), name=name, service_area=name)
    for row in service.areas:
        name = AREAS[row.area].name
        yield ServiceArea(id=derived_id(service.id, "area", row.area), name=name, service_area=f"Police force area: {name}")


def _language(row: models.ServiceLanguage, service_id: UUID) -> Language:
    days = ", ".join(WEEKDAYS[day] for day in row.days)
    parts = [_MODES[rules.Mode(row.mode)], row.dialect, f"on {days}" if days else "", f"confirmed {row.confirmed_on.isoformat()}"]
    return _named(row.language, derived_id(service_id, "language", row.id), "; ".join(part for part in parts if part))


def _named(tag: str, key: UUID, note: str | None = None) -> Language:
    language = LANGUAGES[tag]
    return Language(id=key, name=language.english_name, code=language.html, note=note)


def _phone(row: models.ServicePhone) -> Phone:
    cost = _CALLS.get(rules.CallCost(row.cost))
    tongues = tuple(_named(tag, derived_id(row.id, tag)) for tag in row.languages)
    return Phone(id=row.id, number=row.dial, description=cost, languages=tongues)


def _cost(service: models.Service) -> Iterable[CostOption]:
    if service.cost in _COSTS:
        option, amount = _COSTS[rules.Cost(service.cost)]
        yield CostOption(id=derived_id(service.id, "cost"), option=option, amount=amount)


def _attributes(service: models.Service) -> Iterable[Attribute]:
    codes: Mapping[str, Iterable[str]] = {
        "need": [row.need for row in service.needs],
        "access": service.access,
        "standing": [service.standing],
        "recourse": [service.recourse],
        "community": service.communities,
    }
    for taxonomy, own in codes.items():
        for code in own:
            term = term_of(taxonomy, code)
            key = derived_id(service.id, taxonomy, code)
            yield Attribute(id=key, link_id=service.id, link_type="service", taxonomy_term_id=term.id, taxonomy_term=term)
