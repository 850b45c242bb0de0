"""What has a day, waits or has changed for one person, read from the features: the sources of the home page.

DATED are the sources of what has a day; a feature with days of its own adds one. Each costs one query, however many rows there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from sqlalchemy import Select, and_, exists, func, or_, select

from outreach.alerts.labels import KINDS as ALERT_KINDS
from outreach.alerts.queries import find_to_answer
from outreach.alerts.rules import Kind as AlertKind
from outreach.audit.models import AuditEntry
from outreach.briefings.labels import area_name, team_label
from outreach.briefings.lists import OPEN
from outreach.briefings.models import Briefing, Issue
from outreach.briefings.queries import is_for, waiting_issues
from outreach.campaigns.models import Action, Campaign, Measurement, Milestone, Objective, Risk
from outreach.campaigns.operations import subject_of
from outreach.campaigns.queries import IS_OPEN, find_people, visible
from outreach.campaigns.rules import CHANGERS, REVIEWED_WITHIN, Asker, State
from outreach.commitments.models import Commitment
from outreach.commitments.rules import GOING_ON
from outreach.core.dates import LONDON
from outreach.core.db import db
from outreach.events.labels import area_label, time_text
from outreach.events.queries import find_events_of
from outreach.outcomes.queries import find_open_actions, find_unrecorded
from outreach.overview.labels import ACTIONS
from outreach.policies.labels import place_name
from outreach.policies.models import Policy
from outreach.policies.queries import due_by

SOON = timedelta(days=7)
MOST = 30  # rows of each source; the lists have all
CHANGED = 10  # campaigns


@dataclass(frozen=True, slots=True)
class Item:
    """Something that has a day: what has to be done, of what it is a part, and where."""

    on: date
    what: str
    of: str
    url: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A campaign that others have changed: what they did, and when the last of it was."""

    name: str
    url: str
    acts: list[LazyString | str]
    who: list[str]
    at: datetime


Source = Callable[[Asker, date], Iterable[Item]]
GOES_ON = and_(Campaign.archived_at.is_(None), Campaign.state != State.EVALUATED)


def _page(campaign_id: UUID, name: str, anchor: str | None = None) -> str:
    return url_for("campaigns.section", campaign_id=campaign_id, name=name, _anchor=anchor)


def _rows(wanted: Select[*tuple[Any, ...]], model: Any, day: Any) -> Sequence[Any]:
    wanted = wanted.join(Campaign, model.campaign_id == Campaign.id).where(GOES_ON, model.archived_at.is_(None))
    return db.session.execute(wanted.order_by(day, model.title).limit(MOST)).all()


def _actions(asker: Asker, until: date) -> Iterable[Item]:
    wanted = select(Action.id, Action.title, Action.due_on, Action.campaign_id, Campaign.name)
    for row in _rows(wanted.where(Action.owner_id.in_(asker.ids), IS_OPEN, Action.due_on <= until), Action, Action.due_on):
        yield Item(row.due_on, row.title, row.name, _page(row.campaign_id, "actions", f"action-{row.id}"))


def _milestones(asker: Asker, until: date) -> Iterable[Item]:
    wanted = select(Milestone.title, Milestone.due_on, Milestone.campaign_id, Campaign.name)
    wanted = wanted.where(Campaign.owner_id.in_(asker.ids), Milestone.reached_on.is_(None), Milestone.due_on <= until)
    for row in _rows(wanted, Milestone, Milestone.due_on):
        yield Item(row.due_on, _("Milestone: %(title)s", title=row.title), row.name, _page(row.campaign_id, "actions"))


def _objectives(asker: Asker, until: date) -> Iterable[Item]:
    """Objectives whose day comes, and that nobody has measured on it or since."""
    measured = (Measurement.objective_id == Objective.id, Measurement.archived_at.is_(None), Measurement.measured_on >= Objective.due_on)
    wanted = select(Objective.title, Objective.due_on, Objective.campaign_id, Campaign.name)
    wanted = wanted.where(Campaign.owner_id.in_(asker.ids), Objective.due_on <= until, ~exists().where(*measured))
    for row in _rows(wanted.where(Campaign.state != State.DRAFT), Objective, Objective.due_on):
        yield Item(row.due_on, _("Measure: %(title)s", title=row.title), row.name, _page(row.campaign_id, "objectives"))


def _risks(asker: Asker, until: date) -> Iterable[Item]:
    """Risks that have to be looked at again; one that never was, since it was named."""
    wanted = select(Risk.title, Risk.reviewed_on, Risk.made_at, Risk.campaign_id, Campaign.name)
    wanted = wanted.where(Risk.owner_id.in_(asker.ids), or_(Risk.reviewed_on.is_(None), Risk.reviewed_on <= until - REVIEWED_WITHIN))
    for row in _rows(wanted, Risk, Risk.reviewed_on):
        on = row.reviewed_on + REVIEWED_WITHIN if row.reviewed_on else row.made_at.astimezone(LONDON).date()
        yield Item(on, _("Review the risk: %(title)s", title=row.title), row.name, _page(row.campaign_id, "risks"))


def _commitments(asker: Asker, until: date) -> Iterable[Item]:
    wanted = select(Commitment.key, Commitment.summary, Commitment.due_on).where(Commitment.owner_id.in_(asker.ids))
    wanted = wanted.where(Commitment.state.in_(GOING_ON), Commitment.due_on <= until).order_by(Commitment.due_on, Commitment.order)
    for row in db.session.execute(wanted.limit(MOST)):
        yield Item(row.due_on, row.summary, _("Commitment %(key)s", key=row.key), url_for("commitments.commitment", key=row.key))


def _policies(asker: Asker, until: date) -> Iterable[Item]:
    """What this person has read that has to be looked at again."""
    wanted = select(Policy.place, Policy.look_again_on).where(Policy.read_by_id.in_(asker.ids), due_by(until))
    for row in db.session.execute(wanted.order_by(Policy.look_again_on, Policy.place).limit(MOST)):
        what, of = _("Look again at what is published: %(place)s", place=place_name(row.place)), _("Forces’ policies")
        yield Item(row.look_again_on, what, of, url_for("policies.place", place=row.place))


def _acknowledgements(asker: Asker, until: date) -> Iterable[Item]:
    """Briefings of which it is not known yet whom they have reached: team by team for those who work for an area, who say so, and by
    material for those who have issued it to many and ask.
    """
    if asker.role not in CHANGERS:
        return
    is_due = (is_for(asker.ids, asker.scope), Issue.due_on <= until)
    if asker.scope.is_national:
        counted = (func.min(Issue.due_on).label("due_on"), func.count().label("teams"))
        rows = waiting_issues(Briefing.id, Briefing.title, *counted).where(*is_due).group_by(Briefing.id, Briefing.title)
        for row in db.session.execute(rows.order_by(Briefing.title, Briefing.id).limit(MOST)):
            what = ngettext("Ask %(num)d team how many were reached", "Ask %(num)d teams how many were reached", row.teams)
            yield Item(row.due_on, what, row.title, url_for("briefings.issues", material=row.id, state=OPEN))
        return
    wanted = waiting_issues(Issue.id, Issue.area, Issue.team, Issue.team_name, Issue.due_on, Briefing.title)
    for row in db.session.execute(wanted.where(*is_due).order_by(Issue.due_on, Issue.area, Issue.id).limit(MOST)):
        where = f"{area_name(row.area)}, {team_label(row.team, row.team_name)}"
        yield Item(row.due_on, _("Say how many were reached: %(team)s", team=where), row.title, url_for("briefings.issue", issue_id=row.id))


def _events(asker: Asker, until: date) -> Iterable[Item]:
    """Events at which this person works. One that is over has nothing to be done."""
    for row in find_events_of(asker.ids, until - SOON, until):
        what = _("Event: %(title)s, %(time)s", title=row.title, time=time_text(row.starts))
        yield Item(row.held_on, what, str(area_label(row.area)), url_for("events.event", event_id=row.id))


def _outcomes(asker: Asker, until: date) -> Iterable[Item]:
    """Events that are over and whose outcome this person has to record, from the day after."""
    for row in find_unrecorded(asker.ids, until - SOON):
        what, url = _("Record the outcome: %(title)s", title=row.title), url_for("outcomes.edit", event_id=row.id)
        yield Item(row.held_on + timedelta(days=1), what, str(area_label(row.area)), url)


def _raised(asker: Asker, until: date) -> Iterable[Item]:
    """Actions after events that belong to no campaign."""
    for row in find_open_actions(asker.ids, until):
        yield Item(row.due_on, row.title, row.event, url_for("outcomes.outcome", event_id=row.event_id))


def _alerts(asker: Asker, until: date) -> Iterable[Item]:
    """Practice alerts that this lead has to answer by then."""
    for alert in find_to_answer(asker.ids, asker.role, asker.scope):
        if alert.due_on <= until:
            what = _("Answer a practice alert: %(what)s", what=ALERT_KINDS[AlertKind(alert.kind)])
            yield Item(alert.due_on, what, area_name(alert.area), url_for("alerts.alert", alert_id=alert.id))


DATED: tuple[Source, ...] = (
    *(_actions, _milestones, _objectives, _risks, _commitments, _policies, _acknowledgements, _events),
    *(_outcomes, _raised, _alerts),
)


def find_dated(asker: Asker, today: date) -> list[Item]:
    """Everything of this person's whose day has passed or comes within a week, in the order of the days."""
    return sorted((item for source in DATED for item in source(asker, today + SOON)), key=lambda item: (item.on, item.what))


def count_overdue(asker: Asker, today: date) -> int:
    """Open actions that are overdue in all the campaigns that this person sees."""
    late = select(func.count()).select_from(Action).join(Campaign, Action.campaign_id == Campaign.id)
    return db.session.scalar(late.where(visible(asker), Campaign.archived_at.is_(None), IS_OPEN, Action.due_on < today)) or 0


def find_changed(asker: Asker, since: datetime | None) -> list[Changed]:
    """Campaigns in sight that others have changed since then, the latest first."""
    if since is None:
        return []
    recent = select(Campaign.id, Campaign.name).where(visible(asker), Campaign.changed_at > since)
    named = {subject_of(row.id): row for row in db.session.execute(recent.order_by(Campaign.changed_at.desc(), Campaign.id).limit(CHANGED))}
    mine = [str(one) for one in asker.ids]
    theirs = (AuditEntry.subject.in_(named), AuditEntry.at > since, AuditEntry.actor.not_in(mine))
    entries = db.session.scalars(select(AuditEntry).where(*theirs).order_by(AuditEntry.place.desc()).limit(MOST * CHANGED)).all()
    people = find_people(UUID(entry.actor) for entry in entries if _is_id(entry.actor))
    names = {str(person_id): name for person_id, name in people.items()}
    of = {subject: [entry for entry in entries if entry.subject == subject] for subject in named}
    return [_changed(row, of[subject], names) for subject, row in named.items() if of[subject]]


def _changed(row: Any, entries: list[AuditEntry], names: dict[str, str]) -> Changed:
    acts = dict.fromkeys(entry.action for entry in entries)
    who = dict.fromkeys(names.get(entry.actor, entry.actor) for entry in entries)
    url = url_for("campaigns.section", campaign_id=row.id, name="history")
    return Changed(row.name, url, [ACTIONS.get(act, act) for act in acts], list(who), entries[0].at)


def _is_id(actor: str) -> bool:
    return actor.count("-") == 4
