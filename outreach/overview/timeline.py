"""The timeline: campaigns, milestones and actions on one axis, as a drawing and as a table.

Each campaign is a lane. MARKS are the sources of what stands on the lanes of campaigns; LANES are the sources of further lanes when one
campaign is looked at. Whatever else has days (events) adds a source to both.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import LazyString, ngettext
from sqlalchemy import ColumnElement, Select, func, select

from outreach.campaigns.labels import DOINGS, STATES
from outreach.campaigns.models import Action, Campaign
from outreach.campaigns.queries import IS_OPEN, find_milestones, in_area, visible
from outreach.campaigns.rules import Asker, Doing, State
from outreach.core.db import db
from outreach.events.labels import STATES as EVENT_STATES
from outreach.events.queries import count_events, find_campaign_events
from outreach.events.rules import State as EventState
from outreach.overview.axis import BEGIN, Bar, Placed, Window, by_week, clip, place_labels, shorten
from outreach.web.paging import SIZE, Paging, find_page

MOST_ACTIONS = 100  # lanes of one campaign's actions; the list of actions has all
MOST_EVENTS = 100  # lanes of its events
_ROOM = BEGIN - 16
_MARKED, _PLAIN = 64, 34  # heights of a lane with labels under it, and of one without


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on a day. A *count* is written into it; without one its label stands under the lane."""

    on: date
    kind: str
    label: str
    url: str
    is_done: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Lane:
    """A span of days with a name. *look* says how it is drawn, *standing* how it stands, in words."""

    label: str
    url: str
    starts_on: date
    ends_on: date
    look: str
    standing: LazyString | str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A lane with the places of everything on it."""

    lane: Lane
    y: float
    name: str
    bar: Bar
    marks: tuple[tuple[Mark, float, Placed | None], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    lanes: tuple[Drawn, ...]
    height: float


MarkSource = Callable[[Asker, Window, Collection[UUID]], Iterable[tuple[UUID, Mark]]]
LaneSource = Callable[[Asker, Window, UUID], Iterable[Lane]]


def _milestones(_asker: Asker, window: Window, campaign_ids: Collection[UUID]) -> Iterable[tuple[UUID, Mark]]:
    urls: dict[UUID, str] = {}
    for one in find_milestones(campaign_ids, window.first, window.last):
        url = urls.get(one.campaign_id) or urls.setdefault(one.campaign_id, _actions_url(one.campaign_id))
        yield one.campaign_id, Mark(one.due_on, "milestone", one.title, url, is_done=one.reached_on is not None)


def _actions_url(campaign_id: UUID) -> str:
    return url_for("campaigns.section", campaign_id=campaign_id, name="actions")


def _due_actions(_asker: Asker, window: Window, campaign_ids: Collection[UUID]) -> Iterable[tuple[UUID, Mark]]:
    """How many actions are due in each week."""
    found: dict[UUID, list[tuple[date, int]]] = {}
    wanted = (Action.campaign_id.in_(campaign_ids), IS_OPEN, Action.due_on.between(window.first, window.last))
    counts = select(Action.campaign_id, Action.due_on, func.count()).where(*wanted).group_by(Action.campaign_id, Action.due_on)
    for campaign_id, due_on, count in db.session.execute(counts):
        if due_on:
            found.setdefault(campaign_id, []).append((due_on, count))
    words: dict[int, str] = {}  # there are many marks with few numbers
    for campaign_id, days in found.items():
        url = _actions_url(campaign_id)
        for week, count in by_week(days, window):
            if count not in words:
                words[count] = ngettext("%(num)d action due this week", "%(num)d actions due this week", count)
            yield campaign_id, Mark(week, "actions", words[count], url, count=count)


def _events(asker: Asker, window: Window, campaign_ids: Collection[UUID]) -> Iterable[tuple[UUID, Mark]]:
    """How many events are in each week."""
    found: dict[UUID, list[tuple[date, int]]] = {}
    for campaign_id, held_on, count in count_events(campaign_ids, window.first, window.last, asker=asker):
        found.setdefault(campaign_id, []).append((held_on, count))
    for campaign_id, days in found.items():
        for week, count in by_week(days, window):
            words = ngettext("%(num)d event this week", "%(num)d events this week", count)
            yield campaign_id, Mark(week, "events", words, url_for("events.week", on=week, campaign=campaign_id), count=count)


def _action_lanes(_asker: Asker, window: Window, campaign_id: UUID) -> Iterable[Lane]:
    """The actions of one campaign, from their start (or the day when they are due) to their end."""
    begins = func.coalesce(Action.started_on, Action.due_on, Action.done_on)
    ends = func.coalesce(Action.done_on, Action.due_on, Action.started_on)
    wanted = select(Action.id, Action.title, Action.doing, begins.label("begins"), ends.label("ends"))
    wanted = wanted.where(Action.campaign_id == campaign_id, Action.archived_at.is_(None), begins <= window.last, ends >= window.first)
    for row in db.session.execute(wanted.order_by(begins, ends, Action.title).limit(MOST_ACTIONS)):
        url = url_for("campaigns.section", campaign_id=campaign_id, name="actions", _anchor=f"action-{row.id}")
        yield Lane(row.title, url, min(row.begins, row.ends), row.ends, f"action-{row.doing}", DOINGS[Doing(row.doing)])


def _event_lanes(asker: Asker, window: Window, campaign_id: UUID) -> Iterable[Lane]:
    """The events of one campaign, each on its day."""
    for row in find_campaign_events(campaign_id, window.first, window.last, asker=asker, most=MOST_EVENTS):
        look, url = f"event-{row.state}", url_for("events.event", event_id=row.id)
        yield Lane(row.title, url, row.held_on, row.held_on, look, EVENT_STATES[EventState(row.state)])


MARKS: tuple[MarkSource, ...] = (_milestones, _due_actions, _events)
LANES: tuple[LaneSource, ...] = (_action_lanes, _event_lanes)


def find_lanes(asker: Asker, window: Window, *, area: str, campaign_id: UUID | None, page: str) -> tuple[list[Lane], Paging]:
    """The lanes of a page of campaigns that reach into *window*; with *campaign_id*, that campaign and what is in it."""
    conditions: list[ColumnElement[bool]] = [
        visible(asker),
        Campaign.archived_at.is_(None),
        Campaign.starts_on <= window.last,
        func.coalesce(Campaign.ends_on, Campaign.starts_on) >= window.first,
    ]
    if area:
        conditions.append(in_area(area))
    if campaign_id:
        conditions.append(Campaign.id == campaign_id)
    paging = find_page(page, db.session.scalar(select(func.count()).select_from(Campaign).where(*conditions)) or 0)
    rows = db.session.execute(_spans(*conditions).limit(SIZE).offset(paging.offset)).all()
    marks: dict[UUID, list[Mark]] = {row.id: [] for row in rows}
    sources = MARKS if rows else ()
    for of, mark in (found for source in sources for found in source(asker, window, marks.keys())):
        marks[of].append(mark)
    lanes = [_lane(row, marks[row.id]) for row in rows]
    more = [lane for source in LANES for lane in source(asker, window, campaign_id)] if campaign_id and rows else []
    return lanes + more, paging


def _spans(*conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    columns = (Campaign.id, Campaign.name, Campaign.state, Campaign.starts_on, Campaign.ends_on)
    return select(*columns).where(*conditions).order_by(Campaign.starts_on, Campaign.name, Campaign.id)


def _lane(row: Any, marks: list[Mark]) -> Lane:
    url = url_for("campaigns.campaign", campaign_id=row.id)
    ordered = tuple(sorted(marks, key=lambda mark: (mark.on, mark.label)))
    return Lane(row.name, url, row.starts_on, row.ends_on or row.starts_on, f"campaign-{row.state}", STATES[State(row.state)], ordered)


def draw(lanes: Iterable[Lane], window: Window) -> Drawing:
    """Lanes from above to below. One that lies outside the window is not drawn."""
    drawn, y = [], 34.0
    for lane in lanes:
        bar = clip(lane.starts_on, lane.ends_on, window)
        if bar is None:
            continue
        labelled = [mark for mark in lane.marks if mark.count is None]
        places = iter(place_labels([(window.place(mark.on), mark.label) for mark in labelled]))
        marks = tuple((mark, window.place(mark.on), next(places) if mark.count is None else None) for mark in lane.marks)
        drawn.append(Drawn(lane, y, shorten(lane.label, _ROOM), bar, marks))
        y += _MARKED if labelled else _PLAIN
    return Drawing(tuple(drawn), y + 6)


def campaign_choices(asker: Asker) -> list[tuple[str, str]]:
    """The campaigns that have a place on the timeline, to be chosen."""
    wanted = (visible(asker), Campaign.archived_at.is_(None), Campaign.starts_on.is_not(None))
    rows = db.session.execute(select(Campaign.id, Campaign.name).where(*wanted).order_by(func.lower(Campaign.name), Campaign.id))
    return [(str(campaign_id), name) for campaign_id, name in rows]
