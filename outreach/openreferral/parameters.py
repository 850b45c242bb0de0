"""What can be asked of the API, as values: pure. Names and meanings are those of the profile's own OpenAPI document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

MOST_ON_A_PAGE = 250
USUAL_PAGE = 50
LONGEST_SEARCH = 200
LAST_PAGE = 1_000_000
OLDEST = 150  # years
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
Value = TypeVar("Value")
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Reason(StrEnum):
    """Why a parameter is refused, in words for whoever writes the program that asks."""

    NUMBER = "must be a whole number"
    PAGE = f"must be a whole number from 1 to {LAST_PAGE}"
    PER_PAGE = f"must be a whole number from 1 to {MOST_ON_A_PAGE}"
    AGE = f"must be a whole number of years from 0 to {OLDEST}"
    UUID = "must be a UUID"
    TIME = "must be a time of day like 09:30"
    DAY = "must be a day of the week like MO or Monday"
    INSTANT = "must be an instant in ISO 8601 with a zone, like 2026-11-26T09:30:00Z"
    SEARCH = f"must have at most {LONGEST_SEARCH} characters"
    NO_GEODATA = (
        "cannot be answered: this service holds no geographical data, so that no place can be worked out from it; ask by area in search"
    )


class WrongParameter(ValueError):
    """A parameter has a value that cannot be answered."""

    def __init__(self, name: str, reason: Reason) -> None:
        self.name, self.reason = name, reason
        super().__init__(f"{name}: {reason}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A question. None: whatever it is. `day` counts from Monday, 0."""

    page: int = 1
    per_page: int = USUAL_PAGE
    search: str = ""
    taxonomy_term_id: UUID | None = None
    taxonomy_id: UUID | None = None
    minimum_age: int | None = None
    maximum_age: int | None = None
    start_time: time | None = None
    end_time: time | None = None
    day: int | None = None
    modified_after: datetime | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: how it is read, and how the OpenAPI document describes it."""

    read: Callable[[str], Any]
    schema: Mapping[str, Any]
    about: str


def _whole(least: int, most: int, reason: Reason) -> tuple[Callable[[str], int], dict[str, Any]]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) and least <= int(text) <= most):
            raise ValueError(reason)
        return int(text)

    return read, {"type": "integer", "minimum": least, "maximum": most}


def _read_uuid(text: str) -> UUID:
    if len(text) != 36:
        raise ValueError(Reason.UUID)
    return _or(UUID, Reason.UUID)(text)


def _read_day(text: str) -> int:
    named = text.strip()
    if named.upper() in WEEKDAYS:
        return WEEKDAYS.index(named.upper())
    if named.lower() in _NAMES:
        return _NAMES.index(named.lower())
    raise ValueError(Reason.DAY)


def _read_time(text: str) -> time:
    found = _or(time.fromisoformat, Reason.TIME)(text)
    if found.tzinfo is not None:
        raise ValueError(Reason.TIME)
    return found


def _read_instant(text: str) -> datetime:
    found = _or(datetime.fromisoformat, Reason.INSTANT)(text.replace(" ", "+"))  # a plus that was not escaped
    if found.tzinfo is None or not 1 < found.year < 9999:
        raise ValueError(Reason.INSTANT)
    return found.astimezone(UTC)


def _read_search(text: str) -> str:
    if len(text) > LONGEST_SEARCH:
        raise ValueError(Reason.SEARCH)
    return " ".join(text.replace("\0", " ").split())


def _refuse(_text: str) -> None:
    raise ValueError(Reason.NO_GEODATA)


def _or(read: Callable[[str], Value], reason: Reason) -> Callable[[str], Value]:
    def guarded(text: str) -> Value:
        try:
            return read(text)
        except ValueError:
            raise ValueError(reason) from None

    return guarded


_PAGING = {
    "page": Parameter(*_whole(1, LAST_PAGE, Reason.PAGE), "Number of the page, from 1."),
    "per_page": Parameter(*_whole(1, MOST_ON_A_PAGE, Reason.PER_PAGE), f"How many a page has at most; {USUAL_PAGE} when nothing is said."),
}
_ABOUT_SERVICES = {
    "search": Parameter(
        _read_search, {"type": "string", "maxLength": LONGEST_SEARCH}, "Words that stand in the name of the service or of its organisation."
    ),
    "taxonomy_term_id": Parameter(_read_uuid, {"type": "string", "format": "uuid"}, "Services that have this term."),
    "taxonomy_id": Parameter(_read_uuid, {"type": "string", "format": "uuid"}, "Services that have a term of this taxonomy."),
    "minimum_age": Parameter(*_whole(0, OLDEST, Reason.AGE), "Services whose minimum age is at least this."),
    "maximum_age": Parameter(*_whole(0, OLDEST, Reason.AGE), "Services whose maximum age is at most this."),
    "start_time": Parameter(
        _read_time, {"type": "string"}, "Services that open at this time of day or later; those that never close are among them."
    ),
    "end_time": Parameter(
        _read_time, {"type": "string"}, "Services that close at this time of day or earlier; those that never close are among them."
    ),
    "day": Parameter(_read_day, {"type": "string"}, "Services that are open on this day of the week, like MO or Monday."),
    "modified_after": Parameter(
        _read_instant,
        {"type": "string", "format": "date-time"},
        "What has changed at that instant or later, what has left the feed included.",
    ),
    "postcode": Parameter(_refuse, {"type": "string"}, "Always refused (422): no geographical data is held."),
    "proximity": Parameter(_refuse, {"type": "string"}, "Always refused (422): no geographical data is held."),
}
PAGED: Mapping[str, Parameter] = _PAGING
"""What lists of taxonomies and of terms can be asked."""
SEARCHED: Mapping[str, Parameter] = {**_PAGING, **_ABOUT_SERVICES}
"""What lists of services can be asked."""


def read_wanted(asked: Mapping[str, str], allowed: Mapping[str, Parameter]) -> Wanted:
    """The question that a query string asks. Parameters that are not among those *allowed*, or that are empty, are left out of account.

    Raises WrongParameter for the first value that cannot be answered.
    """
    values = {}
    for name, parameter in allowed.items():
        text = asked.get(name, "").strip()
        if text:
            try:
                values[name] = parameter.read(text)
            except ValueError as error:
                raise WrongParameter(name, Reason(str(error))) from None
    return Wanted(**values)
