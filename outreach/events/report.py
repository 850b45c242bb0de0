"""What stands against an event, and what ought to be known before it is saved, in words and with links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import LazyString, gettext
from sqlalchemy import select

from outreach.campaigns.queries import find_people
from outreach.campaigns.rules import Asker
from outreach.core.db import db
from outreach.events.assigning import has_same_times
from outreach.events.clashes import Clash, Findings, Taken, Wanted
from outreach.events.labels import TAKEN, area_label, notable_label, time_text
from outreach.events.models import Interpreter, Venue
from outreach.events.notable import Notable
from outreach.events.queries import find_brief, find_findings

_NAMED: Mapping[Taken, Any] = {Taken.VENUE: Venue, Taken.INTERPRETER: Interpreter}


@dataclass(frozen=True, slots=True)
class Line:
    """One finding on a day. *url* leads to the other event; '' where there is none, or it may not be seen."""

    on: date
    text: LazyString | str
    url: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What blocks, what the days are, which events are perhaps the same, and of what kinds the days are."""

    clashes: list[Line]
    notable: list[Line]
    duplicates: list[Line]
    kinds: list[Notable]

    def __bool__(self) -> bool:
        return bool(self.clashes or self.notable or self.duplicates)


def find_news(before: Wanted | None, after: Wanted, *, asker: Asker) -> Findings:
    """What is found of *after* and was not there *before*; at other times everything that clashes is news."""
    found = find_findings(after, asker=asker)
    if before is None:
        return found
    known = find_findings(before, asker=asker)
    return found.beyond(known if has_same_times(before, after) else Findings((), known.notable, known.duplicates))


def make_report(findings: Findings, *, asker: Asker) -> Report:
    """The findings in words. An event out of sight of *asker* is told of without its title."""
    names = find_taken_names((clash.taken, clash.resource_id) for clash in findings.clashes)
    brief = find_brief({clash.event_id for clash in findings.clashes}, asker=asker) if findings.clashes else {}
    days: dict[date, list[str]] = {}
    for on, what in findings.notable:
        days.setdefault(on, []).append(str(notable_label(what)))
    return Report(
        [_clash_line(clash, names, brief) for clash in findings.clashes],
        [Line(on, ", ".join(words)) for on, words in days.items()],
        [Line(on, f"{time_text(one.starts)}, {area_label(one.area)}", _url(one.event_id), one.title) for on, one in findings.duplicates],
        list(dict.fromkeys(what for _on, what in findings.notable)),
    )


def _clash_line(clash: Clash, names: Mapping[UUID, str], brief: Mapping[UUID, Any]) -> Line:
    name = names.get(clash.resource_id) or str(TAKEN[clash.taken])
    other = brief.get(clash.event_id)
    if other is None:
        return Line(clash.on, gettext("%(name)s is taken by an event that you may not see", name=name))
    text = gettext("%(name)s is taken from %(time)s by", name=name, time=time_text(other.starts))
    return Line(clash.on, text, _url(other.id), other.title)


def find_taken_names(things: Iterable[tuple[Taken, UUID]]) -> dict[UUID, str]:
    """The name of everybody and everything that is taken, by id."""
    wanted: dict[Taken, set[UUID]] = {}
    for taken, resource_id in things:
        wanted.setdefault(taken, set()).add(resource_id)
    names = find_people(wanted.get(Taken.PERSON, ()))
    for taken, model in _NAMED.items():
        if taken in wanted:
            rows = db.session.execute(select(model.id, model.name).where(model.id.in_(wanted[taken])))
            names |= {row.id: row.name for row in rows}
    return names


def _url(event_id: UUID) -> str:
    return url_for("events.event", event_id=event_id)
