"""Events from a CSV file: a verdict for each row, and then all of them or none. A row is known by its reference: imported again, it
changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeAlias
from uuid import UUID, uuid4

from outreach.campaigns.rules import Asker
from outreach.content.never_say import find_said
from outreach.content.operations import begin_texts
from outreach.core.db import db
from outreach.events.assigning import GRAVITY, TAKING, Act, check, hold_bookings, note, note_first_sight, publish, settle, slot_of
from outreach.events.clashes import Candidate, Slot, Taken, Wanted, find_duplicates
from outreach.events.models import Event
from outreach.events.notable import Notable, find_notable
from outreach.events.operations import make_event, write_change
from outreach.events.queries import TEXTS, find_bookings, find_candidates
from outreach.events.rules import IMPORTED, EventRefused, Kind, Refusal, may_change, may_override, nation_of
from outreach.events.rules import Place as Whereat
from outreach.events.sheet import Line, Mistake, Wrong, read_row
from outreach.events.sheet_queries import find_by_reference, find_known, find_references, values_of_many

Thing: TypeAlias = tuple[Taken, UUID]
"""A person, a venue or an interpreter."""


class Verdict(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Planned:
    """What becomes of a row: a verdict, what is wrong with it or would be changed, and the event that is there already.

    `taken` are whom and what it takes twice: it is wrong, unless a lead has given a reason. What its day is (`notable`) and which events
    are perhaps the same (`duplicates`), or which rows above (`like_rows`), is to be known, and keeps nothing out.
    """

    number: int
    reference: str
    title: str
    verdict: Verdict
    mistakes: tuple[Mistake, ...] = ()
    refusal: Refusal | None = None
    changed: tuple[str, ...] = ()
    taken: tuple[Thing, ...] = ()
    notable: tuple[Notable, ...] = ()
    duplicates: tuple[Candidate, ...] = ()
    like_rows: tuple[int, ...] = ()
    event: Event | None = None
    values: Mapping[str, Any] | None = None

    @property
    def whereat(self) -> Whereat:
        """Where the event would be, and who works there now."""
        assert self.values is not None, "only rows that can be read are anywhere"
        return Whereat(self.values["area"], self.event.place.staff if self.event else {})


class NotReady(Exception):
    """A row is wrong: nothing is imported."""


def plan_import(lines: Sequence[Line], doer: Act) -> list[Planned]:
    """A verdict for each row. A dozen queries, however many rows there are. What a row takes twice may stand by the doer's override."""
    known, present = find_known(doer.asker), find_by_reference({line.cells["reference"] for line in lines}, asker=doer.asker)
    now, elsewhere = values_of_many(present.values()), find_references({line.cells["reference"] for line in lines}) - present.keys()
    seen: dict[str, int] = defaultdict(int)
    for line in lines:
        seen[line.cells["reference"]] += 1
    planned = [_plan(line, known, present.get(line.cells["reference"]), now, seen, doer) for line in lines]
    return _find_taken([_hidden(one) if one.reference in elsewhere else one for one in planned], doer)


def find_worth_knowing(planned: Sequence[Planned], *, asker: Asker) -> list[Planned]:
    """The same verdicts, with what ought to be known before events are imported that are new, or are moved. One query."""
    moved = [one for one in planned if _is_moved(one)]
    by_day: dict[tuple[str | None, date], list[Candidate]] = defaultdict(list)
    areas, days = ({one.values[name] for one in moved if one.values} for name in ("area", "held_on"))
    for candidate in find_candidates(areas, days, asker=asker) if moved else ():
        by_day[candidate.area, candidate.on].append(candidate)
    rows: dict[tuple[str | None, date], list[tuple[int, Candidate]]] = defaultdict(list)  # of the file, above the one that is looked at
    return [_with_findings(one, by_day, rows) if _is_moved(one) else one for one in planned]


def _is_moved(one: Planned) -> bool:
    return one.values is not None and (one.verdict is Verdict.NEW or bool({"held_on", "area"}.intersection(one.changed)))


def _with_findings(
    one: Planned,
    by_day: Mapping[tuple[str | None, date], Sequence[Candidate]],
    rows: Mapping[tuple[str | None, date], list[tuple[int, Candidate]]],
) -> Planned:
    assert one.values is not None, "only rows that can be read are on a day"
    area, on, kind, title = (one.values[name] for name in ("area", "held_on", "kind", "title"))
    wanted, above = Wanted((_slot(one),), area, Kind(kind), title), rows[area, on]
    duplicates = tuple(found for _on, found in find_duplicates(wanted, by_day.get((area, on), ())))
    like_rows = tuple(number for number, row in above if find_duplicates(wanted, [row]))
    above.append((one.number, Candidate(uuid4(), on, one.values["starts"], area, Kind(kind), title)))
    return replace(one, notable=tuple(find_notable(on, nation_of(area))), duplicates=duplicates, like_rows=like_rows)


def _hidden(one: Planned) -> Planned:
    """A row whose reference is that of an event out of sight."""
    return replace(one, verdict=Verdict.WRONG, mistakes=(*one.mistakes, Mistake(Wrong.ELSEWHERE, "reference", one.reference)))


def carry_out(lines: Sequence[Line], doer: Act) -> list[Planned]:
    """Import every row, in the caller's transaction. Raises NotReady where one of them is wrong."""
    hold_bookings()
    planned = plan_import(lines, doer)
    if any(one.verdict is Verdict.WRONG for one in planned):
        raise NotReady
    _make([one for one in planned if one.verdict is Verdict.NEW], doer)
    for one in planned:
        if one.verdict is Verdict.CHANGED and one.event and one.values:
            write_change(one.event, one.values, list(one.changed), doer)
            _note_taken(one, one.event, doer)
    return planned


def _note_taken(one: Planned, event: Event, doer: Act) -> None:
    if one.taken:
        note(event, "event.clash-overridden", doer, detail=doer.override)


def _plan(
    line: Line, known: Any, event: Event | None, now: Mapping[UUID, Mapping[str, Any]], seen: Mapping[str, int], doer: Act
) -> Planned:  # fmt: skip
    given, mistakes = read_row(line.cells, known)
    mistakes += [Mistake(Wrong.CELLS)] if line.is_odd else []
    mistakes += [Mistake(Wrong.SAYS, name, phrase) for name in ("title", "summary") if (phrase := _too_much(line.cells.get(name, "")))]
    mistakes += [Mistake(Wrong.TWICE, "reference", line.cells["reference"])] if seen[line.cells["reference"]] > 1 else []
    found = Planned(line.number, line.cells["reference"], line.cells["title"], Verdict.WRONG, event=event)
    if mistakes:
        return replace(found, mistakes=tuple(mistakes))
    before = now[event.id] if event else _BEGIN
    values = {**before, **_kept(given, before)}
    staff = event.place.staff if event else {}
    areas = {values["area"], before["area"]} if event else {values["area"]}
    if not all(may_change(doer.asker, Whereat(area, staff)) for area in areas):
        return replace(found, mistakes=(Mistake(Wrong.SCOPE, "area", line.cells["area"]),))
    try:
        values = settle(values)
        check(values)
        slot_of(values, values["held_on"])
        changed = _changed(before, values) if event else []
        if event and changed and event.is_cancelled:
            raise EventRefused(Refusal.CANCELLED)
    except EventRefused as refused:
        return replace(found, refusal=refused.refusal)
    verdict = Verdict.NEW if event is None else Verdict.CHANGED if changed else Verdict.SAME
    return replace(found, verdict=verdict, changed=tuple(changed), values=values)


def _too_much(text: str) -> str:
    """What in a text for readers no page may say; '' where nothing does."""
    phrase = find_said(text)
    return phrase.text if phrase else ""


def _kept(given: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """What a row gives. Of a language that is there already, what was arranged for it stays."""
    arranged = {tag: (tag, need, who) for tag, need, who in before["languages"]}
    languages = [arranged.get(one[0], one) for one in given.get("languages", before["languages"])]
    return {**given, "languages": list(dict.fromkeys(languages))}


def _changed(before: Mapping[str, Any], values: Mapping[str, Any]) -> list[str]:
    return [name for name, value in values.items() if _plain(before[name]) != _plain(value)]


def _plain(value: Any) -> Any:
    """Fit to be compared: in whatever order, and whether a code or its text."""
    return sorted(str(tuple(map(str, each)) if isinstance(each, tuple) else each) for each in value) if isinstance(value, list) else value


_BEGIN: dict[str, Any] = {
    **dict.fromkeys(("title", "summary", "statement", "purpose", "safeguarding", "risks", "agreed_by", "contact_key"), ""),
    **dict.fromkeys(("host_name", "host_email", "join_url"), ""),
    **dict.fromkeys(("venue_id", "campaign_id", "agreed_on", "capacity", "host_organisation_id"), None),
    **dict.fromkeys(("shows_place", "shows_join", "immigration_enforcement"), False),
    "languages": [],
    "audiences": [],
    "staff": [],
    "commitments": [],
    "attends": "no-police",
    "visibility": "internal",
    "area": "",
}
"""What an event has of which a file says nothing."""


def _find_taken(planned: Sequence[Planned], doer: Act) -> list[Planned]:
    """The same verdicts, but wrong where somebody or something would be taken twice, by what is there or by another row."""
    slots = {place: _slot(one) for place, one in enumerate(planned) if one.verdict is Verdict.NEW or _takes_anew(one)}
    if not slots:
        return list(planned)
    wanted = {taken: {one for slot in slots.values() for one in slot.resources[taken]} for taken in Taken}
    first, last = min(slot.starts_at for slot in slots.values()), max(slot.ends_at for slot in slots.values())
    moved = {slot.event_id for slot in slots.values() if slot.event_id}
    taken: dict[Thing, list[tuple[datetime, datetime]]] = defaultdict(list)
    for booking in find_bookings(wanted, first, last):
        if booking.event_id not in moved:
            taken[booking.taken, booking.resource_id].append((booking.starts_at, booking.ends_at))
    found = list(planned)
    for place, slot in slots.items():
        things = [(kind, one) for kind, ones in slot.resources.items() for one in sorted(ones)]
        twice = tuple(thing for thing in things if any(starts < slot.ends_at and slot.starts_at < ends for starts, ends in taken[thing]))
        if twice:
            may_stand = doer.override and may_override(doer.asker, planned[place].whereat)
            verdict = planned[place].verdict if may_stand else Verdict.WRONG
            found[place] = replace(planned[place], verdict=verdict, taken=twice)
        for thing in things:
            taken[thing].append((slot.starts_at, slot.ends_at))
    return found


def _takes_anew(one: Planned) -> bool:
    """Whether an event that is there would take somebody or something, or at another time: what it has was accepted."""
    return one.verdict is Verdict.CHANGED and bool({"held_on", *TAKING}.intersection(one.changed))


def _slot(one: Planned) -> Slot:
    assert one.values is not None, "only rows that can be read take anything"
    return slot_of(one.values, one.values["held_on"], one.event.id if one.event else None)


def _make(planned: Sequence[Planned], doer: Act) -> None:
    """Every new event, with its texts, at once."""
    events, texts = [], defaultdict[str, dict[str, str]](dict)
    for one in planned:
        assert one.values is not None, "a new event has values"
        event = make_event(uuid4(), one.values, doer)
        event.reference = one.reference
        for name in TEXTS:
            if one.values[name]:
                key = f"event/{event.id}/{name}"
                texts[name][key] = one.values[name]
                setattr(event, f"{name}_key", key)
        note_first_sight(event, doer)
        note(event, "event.made", doer, detail=IMPORTED)
        _note_taken(one, event, doer)
        events.append(event)
    for name, mine in texts.items():
        begin_texts(mine, kind=GRAVITY[name])
    db.session.add_all(events)
    db.session.flush()
    publish(events, doer)
