"""Giving a service its values: what it is made of, what is different, and what is written. For operations only."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from outreach.core.dates import LONDON
from outreach.directory.models import Service, ServiceArea, ServiceDay, ServiceLanguage, ServiceNeed, ServiceOpening, ServicePhone
from outreach.directory.queries import find_description

COLUMNS = (
    *("name", "standing", "ties", "passes_on", "passes_to", "is_national", "is_confidential", "address", "website", "email", "recourse"),
    *("communities", "min_age", "max_age", "immigration_level", "cost", "access", "is_always_open", "capacity", "trained_on", "contact_on"),
    *("note",),
)
ROWS = ("needs", "areas", "openings", "other_days", "phones", "languages")


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something (the id of an account, or the name of a job), and when."""

    by: UUID
    now: datetime

    @property
    def today(self) -> date:
        """The day in London."""
        return self.now.astimezone(LONDON).date()


def values_of(service: Service, description: str | None = None) -> dict[str, Any]:
    """Everything that `change_service` takes, as it is now; the *description* is looked for where it is not given."""
    return {
        **{name: getattr(service, name) for name in COLUMNS},
        "provider": service.provider,
        "description": find_description(service) if description is None else description,
        "needs": [row.need for row in service.needs],
        "areas": [row.area for row in service.areas],
        "openings": [(row.weekday, row.opens, row.closes) for row in service.openings],
        "other_days": [(row.on, row.opens, row.closes) for row in service.other_days],
        "phones": [(row.dial, row.display, row.cost, list(row.languages)) for row in service.phones],
        "languages": [(row.language, row.mode, row.dialect, list(row.days)) for row in service.languages],
    }


_ORDERED = frozenset({"needs", "phones"})


def is_same(name: str, one: Any, other: Any) -> bool:
    """Whether two values of a service are the same; only of needs and telephones the order says something."""
    is_set = isinstance(one, list) and name not in _ORDERED
    return sorted(one, key=repr) == sorted(other, key=repr) if is_set else bool(one == other)


def assign(service: Service, values: Mapping[str, Any], names: Collection[str], act: Act) -> None:
    """Give *service* the named ones of *values*, except its texts."""
    for name in names:
        if name in COLUMNS:
            setattr(service, name, values[name])
    if "capacity" in names:
        service.capacity_at = act.now
    if "needs" in names:
        _keep(service, "needs", values["needs"], lambda row: row.need, lambda need: ServiceNeed(need=need))
        places = {need: place for place, need in enumerate(values["needs"])}
        for row in service.needs:
            row.place = places[row.need]
    if "areas" in names or "is_national" in names:
        areas = [] if service.is_national else values.get("areas", [row.area for row in service.areas])
        _keep(service, "areas", areas, lambda row: row.area, lambda area: ServiceArea(area=area))
    _assign_hours(service, values, names)
    if "phones" in names:
        service.phones = [
            ServicePhone(place=place, dial=dial, display=display, cost=cost, languages=list(tags))
            for place, (dial, display, cost, tags) in enumerate(values["phones"])
        ]
    if "languages" in names:
        _assign_languages(service, values["languages"], act.today)


def _assign_hours(service: Service, values: Mapping[str, Any], names: Collection[str]) -> None:
    if "openings" in names:
        service.openings = [ServiceOpening(weekday=day, opens=opens, closes=closes) for day, opens, closes in values["openings"]]
    if "other_days" in names:
        service.other_days = [ServiceDay(on=on, opens=opens, closes=closes) for on, opens, closes in values["other_days"]]


def _keep(service: Service, name: str, wanted: Sequence[Any], key_of: Any, make: Any) -> None:
    """Rows whose key is their value: those that stay are the same rows."""
    present = {key_of(row): row for row in getattr(service, name)}
    setattr(service, name, [present.get(value) or make(value) for value in wanted])


def _assign_languages(service: Service, wanted: Sequence[tuple[str, str, str, list[int]]], on: date) -> None:
    """What is said anew of a language is confirmed by that; what stays as it was keeps its day."""
    present = {(row.language, row.mode, row.dialect, tuple(row.days)): row for row in service.languages}
    rows = []
    for tag, mode, dialect, days in wanted:
        kept = present.get((tag, mode, dialect, tuple(days)))
        made = ServiceLanguage(language=tag, mode=mode, dialect=dialect, days=list(days), confirmed_on=on)
        rows.append(kept or made)
    service.languages = rows
