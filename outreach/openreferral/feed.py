"""Services in a file of HSDS-UK, read with a forgiving eye: pure. What has no place here is named, never guessed.

A feed does not say how a language is offered, whether a service is independent, or what it passes on: a person has to ask.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum
from html import unescape
from typing import Any
from uuid import UUID

from outreach.core.areas import AREAS
from outreach.directory.rules import Cost, Need, find_overlap
from outreach.directory.rules import Opening as Slot
from outreach.directory.words import dial_of
from outreach.openreferral.parameters import WEEKDAYS
from outreach.openreferral.schemas import Status
from outreach.openreferral.taxonomies import NAMES_OF_NEEDS
from outreach.partners.identifiers import Register, WrongNumber, read_number

MOST = 1_000  # services in one file
LONGEST_NAME, LONGEST_TEXT = 200, 2_000  # characters
_AREAS = {area.name.casefold(): slug for slug, area in AREAS.items()}
_OPEN = frozenset({Status.ACTIVE, Status.TEMPORARILY_CLOSED})


class Fault(StrEnum):
    """Why a file cannot be read."""

    JSON = "json"
    SHAPE = "shape"
    EMPTY = "empty"
    TOO_MANY = "too-many"


class Lack(StrEnum):
    """Why a service of a feed cannot be taken."""

    ID = "id"
    NAME = "name"
    PROVIDER = "provider"
    WAY_IN = "way-in"
    TWICE = "twice"


class FeedRefused(ValueError):
    """The file is none that can be read."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault)


@dataclass(frozen=True, slots=True)
class Offered:
    """A service as a feed tells it. `values` are those of `directory.operations.add_service` that it knows; `left_out` names in English
    what it says that has no place here.
    """

    reference: str
    name: str
    provider: str
    org_ids: tuple[str, ...] = ()
    is_over: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    lacks: tuple[Lack, ...] = ()


def read_feed(data: bytes) -> list[Offered]:
    """The services of a file: a service, a list of them, a page of the API, or one of these in each line. Raises FeedRefused."""
    found = [_read(one) for one in _services(_load(data))]
    if not found:
        raise FeedRefused(Fault.EMPTY)
    if len(found) > MOST:
        raise FeedRefused(Fault.TOO_MANY)
    references = [one.reference for one in found]
    twice = {one for one in references if one and references.count(one) > 1}
    return [_lacking(one, Lack.TWICE) if one.reference in twice else one for one in found]


def _load(data: bytes) -> Any:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FeedRefused(Fault.JSON) from None
    with suppress(ValueError, RecursionError):
        return json.loads(text)
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        raise FeedRefused(Fault.JSON) from None


def _services(body: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(body, list):
        for one in body:
            yield from _services(one)
    elif isinstance(body, dict) and isinstance(body.get("contents"), list):
        yield from _services(body["contents"])
    elif isinstance(body, dict):
        yield body
    else:
        raise FeedRefused(Fault.SHAPE)


def _read(body: Mapping[str, Any]) -> Offered:
    organisation = body.get("organization") if isinstance(body.get("organization"), dict) else {}
    assert isinstance(organisation, dict)
    status = _text(body.get("status"))
    values = {**_plain_values(body), **_rows(body)}
    found = Offered(
        reference=_id(body.get("id")),
        name=_text(body.get("name"), LONGEST_NAME),
        provider=_text(organisation.get("name"), LONGEST_NAME),
        org_ids=tuple(_org_ids(organisation)),
        is_over=bool(status) and status not in _OPEN,
        values=values,
        left_out=tuple(_left_out(body, values)),
    )
    if found.is_over:
        return found if found.reference else _lacking(found, Lack.ID)
    for lack, there in (
        (Lack.ID, found.reference),
        (Lack.NAME, found.name),
        (Lack.PROVIDER, found.provider),
        (Lack.WAY_IN, _way_in(values)),
    ):
        if not there:
            found = _lacking(found, lack)
    return found


def _lacking(one: Offered, lack: Lack) -> Offered:
    return Offered(one.reference, one.name, one.provider, one.org_ids, one.is_over, one.values, one.left_out, (*one.lacks, lack))


def _way_in(values: Mapping[str, Any]) -> bool:
    return any(values[name] for name in ("phones", "website", "email", "address"))


def _plain_values(body: Mapping[str, Any]) -> dict[str, Any]:
    ages = (_age(body.get("minimum_age")), _age(body.get("maximum_age")))
    fits = None in ages or ages[0] <= ages[1]  # type: ignore[operator]
    website, email = _text(body.get("url"), 500), _text(body.get("email"), 200)
    return {
        "name": _text(body.get("name"), LONGEST_NAME),
        "description": _text(body.get("description"), LONGEST_TEXT) or _text(body.get("name"), LONGEST_NAME),
        "website": website if re.match(r"https?://[^\s]+$", website) else "",
        "email": email if re.match(r"[^@\s]+@[^@\s]+\.[^@\s]+$", email) else "",
        "min_age": ages[0] if fits else None,
        "max_age": ages[1] if fits else None,
        "cost": _cost(body),
        "address": _address(body),
    }


def _rows(body: Mapping[str, Any]) -> dict[str, Any]:
    areas = {
        _AREAS.get(_text(one.get(key)).removeprefix("Police force area: ").casefold())
        for one in _dicts(body, "service_areas")
        for key in _NAMED
    }
    needs = {_need(one.get("taxonomy_term")) for one in _dicts(body, "attributes")}
    openings = sorted(set(_openings(body)))
    return {
        "areas": sorted(area for area in areas if area),
        "needs": [need for need in Need if need in needs],
        "openings": openings if find_overlap([Slot(*one) for one in openings]) is None else [],
        "phones": list(dict.fromkeys(_phones(body))),
    }


_NAMED = ("name", "service_area", "extent")


def _openings(body: Mapping[str, Any]) -> Iterator[tuple[int, time, time]]:
    """The weekly hours. Schedules of months, of every other week and of single days are no weekly hours."""
    for one in _dicts(body, "schedules"):
        if one.get("freq") != "WEEKLY" or one.get("interval") not in (None, 1) or one.get("valid_to"):
            continue
        with suppress(ValueError, TypeError, KeyError):
            opens, closes = time.fromisoformat(one["opens_at"]), time.fromisoformat(one["closes_at"])
            for day in _text(one.get("byday")).split(","):
                if day.strip() in WEEKDAYS and opens.replace(tzinfo=None) < closes.replace(tzinfo=None):
                    yield WEEKDAYS.index(day.strip()), opens.replace(tzinfo=None), closes.replace(tzinfo=None)


def _phones(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    contacts = [phone for contact in _dicts(body, "contacts") for phone in _dicts(contact, "phones")]
    for one in [*_dicts(body, "phones"), *contacts]:
        display = _text(one.get("number"), 40)
        with suppress(ValueError):
            yield dial_of(display), display


def _need(term: Any) -> Need | None:
    if not isinstance(term, dict):
        return None
    code = _text(term.get("term"))
    return Need(code) if code in set(Need) else NAMES_OF_NEEDS.get(_text(term.get("name")).casefold())


def _cost(body: Mapping[str, Any]) -> Cost:
    amounts = [one.get("amount") for one in _dicts(body, "cost_options")]
    if not amounts or any(not isinstance(amount, int | float) for amount in amounts):
        return Cost.UNKNOWN
    free = [not amount for amount in amounts]
    return Cost.FREE if all(free) else Cost.PARTLY if any(free) else Cost.PAID


def _address(body: Mapping[str, Any]) -> str:
    for place in _dicts(body, "service_at_locations"):
        location = place.get("location")
        if isinstance(location, dict) and location.get("location_type") in (None, "physical"):
            for address in _dicts(location, "addresses"):
                parts = (_text(address.get(name)) for name in ("address_1", "city", "region", "postal_code"))
                return ", ".join(part for part in parts if part)[:LONGEST_NAME]
            return _text(location.get("description"), LONGEST_NAME) or _text(location.get("name"), LONGEST_NAME)
    return ""


def _org_ids(organisation: Mapping[str, Any]) -> Iterator[str]:
    for one in _dicts(organisation, "organization_identifiers"):
        with suppress(ValueError, WrongNumber):
            yield read_number(Register(_text(one.get("identifier_scheme"))), _text(one.get("identifier")))


def _left_out(body: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[str]:
    languages = [_text(one.get("name")) or _text(one.get("code")) for one in _dicts(body, "languages")]
    if any(languages):
        yield f"languages ({', '.join(filter(None, languages))})"
    if _dicts(body, "schedules") and not values["openings"]:
        yield "schedules"
    if _dicts(body, "service_areas") and not values["areas"]:
        yield f"service areas ({', '.join(_text(one.get('name'), 60) for one in _dicts(body, 'service_areas'))})"
    for name in ("accreditations", "alert", "fees"):
        if text := _text(body.get(name), 200):
            yield f"{name} ({text})"


def _dicts(body: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = body.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _text(value: Any, longest: int = 200) -> str:
    """Words of a feed as plain text in one line: tags and signs that cannot be printed are taken out."""
    if not isinstance(value, str):
        return ""
    plain = unescape(re.sub(r"<[^<>]*>", " ", value))
    return " ".join("".join(sign if sign.isprintable() else " " for sign in plain).split())[:longest].strip()


def _age(value: Any) -> int | None:
    return int(value) if isinstance(value, int | float) and 0 <= value <= 150 else None


def _id(value: Any) -> str:
    with suppress(ValueError, AttributeError, TypeError):
        return str(UUID(value))
    return ""
