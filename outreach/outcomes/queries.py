"""Reads of outcomes. Whoever may see an event may see what came of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import aliased, selectinload

from outreach.accounts.models import Account
from outreach.accounts.queries import join_owner
from outreach.campaigns.models import Action, Audience
from outreach.campaigns.rules import Asker
from outreach.core.db import db
from outreach.events.models import Event, EventStaff
from outreach.events.queries import Title, visible
from outreach.events.rules import StaffRole, State
from outreach.outcomes.models import Outcome, RaisedAction
from outreach.outcomes.rules import Split

MOST = 30  # rows of what is to be done; the list has all
IS_RECORDED = exists().where(Outcome.event_id == Event.id).correlate(Event)


def find_outcome(event_id: UUID, *, is_locked: bool = False) -> Outcome | None:
    """What came of an event, with everything that belongs to it; None where nobody has recorded it."""
    loads = (Outcome.groups, Outcome.heard, Outcome.handed, Outcome.spoken, Outcome.raised)
    wanted = select(Outcome).where(Outcome.event_id == event_id).options(*map(selectinload, loads))
    if is_locked:
        wanted = wanted.with_for_update(of=Outcome).execution_options(populate_existing=True)
    return db.session.scalar(wanted)


def values_of(outcome: Outcome) -> dict[str, Any]:
    """What was recorded, in the shape in which operations take it."""
    return {
        "attended": outcome.attended,
        "split": Split(outcome.split),
        "groups": [(one.name, one.count) for one in outcome.groups],
        "themes": [one.theme for one in outcome.heard],
        "note": outcome.note,
        "materials": [(one.language, one.count) for one in outcome.handed],
        "interpreting": [(one.language, one.quality) for one in outcome.spoken],
    }


def find_raised(event_id: UUID) -> Sequence[Any]:
    """The actions that were raised after an event, as rows, wherever each is kept; those that a campaign has set aside are left out."""
    owner = aliased(Account)
    title = func.coalesce(Action.title, RaisedAction.title).label("title")
    due_on, done_on = (func.coalesce(getattr(Action, name), getattr(RaisedAction, name)).label(name) for name in ("due_on", "done_on"))
    columns = (RaisedAction.id, Action.campaign_id, Action.id.label("action_id"), title, due_on, done_on, owner.name.label("owner"))
    joined = select(*columns).select_from(RaisedAction).outerjoin(Action, RaisedAction.action_id == Action.id)
    wanted = join_owner(joined, func.coalesce(Action.owner_id, RaisedAction.owner_id), owner)  # type: ignore[arg-type]
    wanted = wanted.where(RaisedAction.event_id == event_id, Action.archived_at.is_(None))
    return db.session.execute(wanted.order_by(RaisedAction.raised_at, RaisedAction.id)).all()


def find_communities(event: Event) -> list[str]:
    """The communities by which those who attended can be counted: the event's, and those of its campaign."""
    found = set(event.audiences)
    if event.campaign_id:
        of_campaign = select(Audience.title).where(Audience.campaign_id == event.campaign_id, Audience.archived_at.is_(None))
        found |= set(db.session.scalars(of_campaign))
    return sorted(found, key=str.casefold)


def find_unrecorded(people: Collection[UUID], today: date) -> Sequence[Any]:
    """Events before *today* of which any of *people* has to record the outcome, as rows: who led them, or, where nobody did, made them."""
    columns = (Event.id, Event.held_on, Event.area, Title.english.label("title"))
    works = exists().where(EventStaff.event_id == Event.id, EventStaff.role == StaffRole.LEAD)
    is_theirs = or_(works.where(EventStaff.account_id.in_(people)), ~works & Event.made_by_id.in_(people))
    wanted = select(*columns).join(Title, Event.title_key == Title.key).where(is_theirs, ~IS_RECORDED)
    wanted = wanted.where(Event.state == State.SCHEDULED, Event.held_on < today)
    return db.session.execute(wanted.order_by(Event.held_on, Event.id).limit(MOST)).all()


def find_open_actions(people: Collection[UUID], until: date) -> Sequence[Any]:
    """Actions after events that no campaign keeps, are *people*'s and due by then, as rows."""
    columns = (RaisedAction.event_id, RaisedAction.title, RaisedAction.due_on, Title.english.label("event"))
    wanted = select(*columns).join(Event, RaisedAction.event_id == Event.id).join(Title, Event.title_key == Title.key)
    wanted = wanted.where(RaisedAction.owner_id.in_(people), RaisedAction.done_on.is_(None), RaisedAction.due_on <= until)
    return db.session.execute(wanted.order_by(RaisedAction.due_on, RaisedAction.id).limit(MOST)).all()


def outcomes_listed(asker: Asker, today: date) -> Select[*tuple[Any, ...]]:
    """Events in sight whose day has come, with what came of them, as rows."""
    own = (Event.id, Event.held_on, Event.area, Title.english.label("title"), Outcome)
    joined = select(*own).join(Title, Event.title_key == Title.key).outerjoin(Outcome, Outcome.event_id == Event.id)
    held = (visible(asker), Event.state == State.SCHEDULED, Event.held_on <= today)
    return joined.where(*held).options(selectinload(Outcome.heard))
