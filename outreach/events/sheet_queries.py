"""Reads for the import and the export of events: many at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from outreach.accounts.models import Account
from outreach.accounts.queries import IS_ACTIVE
from outreach.accounts.rules import EDITORS
from outreach.campaigns.models import Campaign
from outreach.campaigns.rules import Asker
from outreach.core.db import db
from outreach.events.assigning import COLUMNS
from outreach.events.models import Event, Venue
from outreach.events.queries import TEXTS, Title, find_campaigns, find_venues, visible, whole
from outreach.events.sheet import NAMES, NATIONAL, OPTIONAL, Known

_AT_ONCE = 400


def find_known(asker: Asker) -> Known:
    """What the cells of a file may name, as far as *asker* may choose it. Three queries."""
    people = select(func.lower(Account.email), Account.id).where(IS_ACTIVE, Account.role.in_(EDITORS), Account.email.is_not(None))
    return Known(
        venues=_by_name((one.name, one.id) for one in find_venues(asker)),
        campaigns=_by_name((row.name, row.id) for row in find_campaigns(asker)),
        people=_by_name((row[0], row[1]) for row in db.session.execute(people)),
    )


def _by_name(pairs: Iterable[tuple[str, UUID]]) -> dict[str, list[UUID]]:
    found: dict[str, list[UUID]] = {}
    for name, one in pairs:
        found.setdefault(name.casefold(), []).append(one)
    return found


def find_by_reference(references: Collection[str], *, asker: Asker) -> dict[str, Event]:
    """The events in sight that have these references, or these ids where they have none, by reference."""
    ids = {one for text in references if (one := _id(text))}
    found: dict[str, Event] = {}
    for part in _parts(sorted(references)):
        own = (Event.reference.in_(part), Event.id.in_(ids.intersection(map(_id, part))))
        for event in db.session.scalars(whole(select(Event).where(or_(*own), visible(asker)))):
            found[event.reference or str(event.id)] = event
    return found


def find_references(references: Collection[str]) -> set[str]:
    """Those of *references* that an event has, in sight or not."""
    parts = _parts(sorted(references))
    return {one for part in parts for one in db.session.scalars(select(Event.reference).where(Event.reference.in_(part))) if one}


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _parts(items: list[str]) -> Iterable[list[str]]:
    """Databases take only so many parameters."""
    return (items[first : first + _AT_ONCE] for first in range(0, len(items), _AT_ONCE))


def values_of_many(events: Collection[Event]) -> dict[UUID, dict[str, Any]]:
    """Everything that these events are made of, as operations take it."""
    keys = sorted({key for event in events for name in TEXTS if (key := getattr(event, f"{name}_key"))})
    english: dict[str, str] = {}
    for part in _parts(keys):
        english |= {row.key: row.english for row in db.session.execute(select(Title.key, Title.english).where(Title.key.in_(part)))}
    return {event.id: _values(event, english) for event in events}


def _values(event: Event, english: dict[str, str]) -> dict[str, Any]:
    return {
        **{name: getattr(event, name) for name in COLUMNS},
        **{name: english.get(getattr(event, f"{name}_key") or "", "") for name in TEXTS},
        "audiences": sorted(event.audiences, key=str.casefold),
        "commitments": sorted(one.key for one in event.commitments),
        "languages": [(one.language, one.need, one.interpreter_id) for one in event.tongues],
        "staff": [(one.account_id, one.role) for one in event.people],
    }


def find_names() -> dict[UUID, str]:
    """How cells name venues, campaigns and people, by id. Three queries."""
    wanted = (select(Venue.id, Venue.name), select(Campaign.id, Campaign.name), select(Account.id, Account.email))
    return {row[0]: row[1] or "" for query in wanted for row in db.session.execute(query)}


def cells_of_many(event_ids: Collection[UUID], names: Mapping[UUID, str], *, asker: Asker) -> list[dict[str, str]]:
    """The cells of these events in the order of their days: an import of them changes nothing."""
    wanted = whole(select(Event).where(Event.id.in_(event_ids), visible(asker))).order_by(Event.starts_at, Event.id)
    events = db.session.scalars(wanted).all()
    values = values_of_many(events)
    return [_cells(event, values[event.id], names) for event in events]


def _cells(event: Event, values: Mapping[str, Any], names: Mapping[UUID, str]) -> dict[str, str]:
    plain = {column: values[name] for column, name in {**NAMES, **OPTIONAL}.items()}
    plain |= {"reference": event.reference or str(event.id), "area": event.area or NATIONAL, "day": event.held_on.isoformat()}
    plain |= {"starts": f"{event.starts:%H:%M}", "ends": f"{event.ends:%H:%M}"}
    plain |= {name: names.get(plain[name], "") for name in ("venue", "campaign")}
    plain["staff"] = "; ".join(f"{names.get(who, '')}:{role}" for who, role in values["staff"])
    plain["languages"] = "; ".join(tag for tag, _need, _who in values["languages"])
    plain["communities"] = "; ".join(values["audiences"])
    return {column: "" if value is None else str(value) for column, value in plain.items()}
