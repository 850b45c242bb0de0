"""The objects of HSDS-UK 3.0 that we publish, and their form in JSON: pure.

Names are the standard's (https://openreferraluk.org). What it requires has no default. What we do not hold is not there, above all
coordinates: a place is told in words, and only where it is not confidential.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any
from uuid import UUID


class Status(StrEnum):
    """What has left the feed is `defunct`, or `inactive` while it may come back: id and status are all that remains of it."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"
    TEMPORARILY_CLOSED = "temporarily closed"


class LocationType(StrEnum):
    PHYSICAL = "physical"
    VIRTUAL = "virtual"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taxonomy:
    id: UUID
    name: str
    description: str
    version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxonomyTerm:
    id: UUID
    name: str
    description: str
    taxonomy: str | None = None
    taxonomy_id: UUID | None = None
    term: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    id: UUID
    link_id: UUID
    link_type: str
    taxonomy_term_id: UUID
    taxonomy_term: TaxonomyTerm


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationIdentifier:
    id: UUID
    identifier_scheme: str
    identifier_type: str
    identifier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    id: UUID
    name: str
    description: str
    email: str | None = None
    website: str | None = None
    organization_identifiers: tuple[OrganizationIdentifier, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Every week on the days of `byday` (RFC 5545), wall time in Europe/London; or, with `dtstart` and `valid_to` alike, one day."""

    id: UUID
    valid_from: date | None = None
    valid_to: date | None = None
    dtstart: date | None = None
    freq: str | None = None
    interval: int | None = None
    byday: str | None = None
    description: str | None = None
    opens_at: time | None = None
    closes_at: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceArea:
    id: UUID
    name: str
    service_area: str
    extent_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language, with its BCP 47 tag. The profile asks for no more than an id; name, code and note are those of HSDS 3.0."""

    id: UUID
    name: str
    code: str
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    id: UUID
    number: str
    description: str | None = None
    languages: tuple[Language, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding:
    id: UUID
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CostOption:
    id: UUID
    option: str
    amount: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    id: UUID
    location_type: LocationType
    name: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAtLocation:
    id: UUID
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service: with its lists when it is asked for by itself, without them in a list of services."""

    id: UUID
    name: str
    status: Status
    last_modified: datetime
    description: str | None = None
    url: str | None = None
    email: str | None = None
    accreditations: str | None = None
    minimum_age: int | None = None
    maximum_age: int | None = None
    assured_date: date | None = None
    alert: str | None = None
    organization: Organization | None = None
    schedules: tuple[Schedule, ...] | None = None
    service_areas: tuple[ServiceArea, ...] | None = None
    service_at_locations: tuple[ServiceAtLocation, ...] | None = None
    languages: tuple[Language, ...] | None = None
    phones: tuple[Phone, ...] | None = None
    funding: tuple[Funding, ...] | None = None
    cost_options: tuple[CostOption, ...] | None = None
    attributes: tuple[Attribute, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LocatedService:
    """A service at one of its places."""

    id: UUID
    service_id: UUID
    location_id: UUID
    service: Service
    location: Location


def body_of(value: Any) -> Any:
    """*value* as JSON has it: what is not known is left out, instants are in UTC, times of day in seconds."""
    if is_dataclass(value):
        return {field.name: body_of(part) for field in fields(value) if (part := getattr(value, field.name)) is not None}
    if isinstance(value, Mapping):
        return {name: body_of(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [body_of(part) for part in value]
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date | time) else str(value) if isinstance(value, UUID | StrEnum) else value


def page_of(contents: tuple[Any, ...], *, total: int, number: int, size: int) -> dict[str, Any]:
    """The envelope of one page of a list: *number* is counted from 1, *size* is how many a page has at most."""
    pages = -(-total // size)
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not contents,
        "contents": body_of(contents),
    }
