"""What was done for a commitment, whatever feature did it, in the order of the days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import Select, or_, select

from outreach.alerts.labels import KINDS as ALERT_KINDS
from outreach.alerts.labels import STANDINGS
from outreach.alerts.queries import find_concerning
from outreach.alerts.rules import Kind as AlertKind
from outreach.alerts.rules import State as AlertState
from outreach.alerts.rules import standing_of
from outreach.briefings.labels import area_name, team_label
from outreach.briefings.models import Acknowledgement, Briefing, Edition, Issue, briefing_commitment
from outreach.briefings.queries import COUNTS, in_sight
from outreach.briefings.rules import Ending
from outreach.campaigns.labels import STATES
from outreach.campaigns.lists import today
from outreach.campaigns.models import Action, Campaign, action_commitment, campaign_commitment
from outreach.campaigns.queries import visible
from outreach.campaigns.rules import Asker, State
from outreach.commitments.models import Commitment
from outreach.commitments.queries import find_evidence
from outreach.core.areas import AREAS
from outreach.core.dates import LONDON
from outreach.core.db import db
from outreach.directory.labels import NEEDS
from outreach.directory.rules import Need
from outreach.events.labels import KINDS, area_label
from outreach.events.queries import find_serving
from outreach.events.rules import Kind
from outreach.events.rules import State as EventState
from outreach.pathways.labels import EXTENTS
from outreach.pathways.queries import find_agreed
from outreach.pathways.rules import Extent
from outreach.updates.models import ProgressUpdate, UpdateSection

REFERRAL = "L5"
"""The commitment of the letter to support referral pathways: whatever route is agreed serves it."""


@dataclass(frozen=True, slots=True)
class Work:
    """One thing that was done, or is planned: `on` is None for what has no day yet."""

    on: date | None
    kind: LazyString
    title: str
    remark: str | LazyString
    url: str


def find_work(commitment: Commitment, *, asker: Asker) -> list[Work]:
    """Campaigns, actions, events, evidence, updates, briefings, agreed routes and practice alerts for *commitment* that *asker* may see,
    the earliest first, those without a day last. Nine queries at most, however much there is.
    """
    found = [*_campaigns(commitment, asker), *_actions(commitment, asker), *_events(commitment, asker), *_evidence(commitment, asker)]
    found += [*_updates(commitment), *_issues(commitment, asker), *_acknowledgements(commitment, asker)]
    found += [*_pathways(commitment, asker), *_alerts(commitment, asker)]
    return sorted(found, key=lambda work: (work.on is None, work.on or date.min, work.title))


def _campaigns(commitment: Commitment, asker: Asker) -> Iterator[Work]:
    serving = Campaign.id == campaign_commitment.c.campaign_id
    wanted = select(Campaign).join(campaign_commitment, serving).where(campaign_commitment.c.commitment_id == commitment.id, visible(asker))
    for one in db.session.scalars(wanted.where(Campaign.archived_at.is_(None))):
        yield Work(one.starts_on, _("Campaign"), one.name, STATES[State(one.state)], url_for("campaigns.campaign", campaign_id=one.id))


def _actions(commitment: Commitment, asker: Asker) -> Iterator[Work]:
    serving = Action.id == action_commitment.c[0]
    wanted = select(Action, Campaign.name).join(action_commitment, serving).join(Campaign, Campaign.id == Action.campaign_id)
    wanted = wanted.where(action_commitment.c.commitment_id == commitment.id, visible(asker), Action.archived_at.is_(None))
    for action, campaign in db.session.execute(wanted.where(Campaign.archived_at.is_(None))):
        kind = _("Action, done") if action.done_on else _("Action, to be done")
        url = url_for("campaigns.section", campaign_id=action.campaign_id, name="actions")
        yield Work(action.done_on or action.due_on, kind, action.title, campaign, url)


def _events(commitment: Commitment, asker: Asker) -> Iterator[Work]:
    for row in find_serving(commitment.id, asker=asker):
        remark = f"{KINDS[Kind(row.kind)]}, {area_label(row.area)}"
        kind = _("Event, cancelled") if row.state == EventState.CANCELLED else _("Event")
        yield Work(row.held_on, kind, row.title, remark, url_for("events.event", event_id=row.id))


def _evidence(commitment: Commitment, asker: Asker) -> Iterator[Work]:
    for piece in find_evidence(commitment.id, scope=asker.scope):
        if piece.withdrawn_at is None:
            url = url_for("commitments.commitment", key=commitment.key, _anchor=f"e-{piece.ref}")
            yield Work(piece.dated_on, _("Evidence"), piece.title, piece.ref, url)


def _updates(commitment: Commitment) -> Iterator[Work]:
    told = (UpdateSection.commitment_id == commitment.id, UpdateSection.is_left_out.is_(False), ProgressUpdate.frozen_at.is_not(None))
    wanted = select(ProgressUpdate).join(UpdateSection, UpdateSection.update_id == ProgressUpdate.id).where(*told)
    for update in db.session.scalars(wanted):
        day = update.frozen_at.astimezone(LONDON).date() if update.frozen_at else None
        yield Work(day, _("Progress update"), update.title, update.addressee_body, url_for("updates.update", update_id=update.id))


_BRIEFED = (Issue.id, Issue.area, Issue.team, Issue.team_name, Issue.headcount, Issue.issued_on, Briefing.title, Edition.number)


def _briefed(commitment: Commitment, asker: Asker, *columns: Any) -> Select[*tuple[Any, ...]]:
    """Issues of material for *commitment*, without those that were taken back."""
    wanted = select(*_BRIEFED, *columns).select_from(Issue).join(Issue.edition).join(Issue.briefing)
    wanted = wanted.join(briefing_commitment, briefing_commitment.c.briefing_id == Briefing.id)
    is_kept = or_(Issue.ending.is_(None), Issue.ending != Ending.TAKEN_BACK)
    return wanted.where(briefing_commitment.c.commitment_id == commitment.id, in_sight(asker.scope), is_kept)


def _issues(commitment: Commitment, asker: Asker) -> Iterator[Work]:
    for row in db.session.execute(_briefed(commitment, asker)):
        remark = _("version %(number)s, %(where)s, %(people)s people", number=row.number, where=_where(row), people=row.headcount)
        yield Work(row.issued_on, _("Briefing issued"), row.title, remark, url_for("briefings.issue", issue_id=row.id))


def _acknowledgements(commitment: Commitment, asker: Asker) -> Iterator[Work]:
    noted = (Acknowledgement.held_on, Acknowledgement.reached, Acknowledgement.id.label("note_id"))
    for row in db.session.execute(
        _briefed(commitment, asker, *noted).join(Acknowledgement, Acknowledgement.issue_id == Issue.id).where(COUNTS)
    ):
        remark = _("%(reached)s of %(all)s people reached, %(where)s", reached=row.reached, all=row.headcount, where=_where(row))
        yield Work(
            row.held_on,
            _("Briefing acknowledged"),
            row.title,
            remark,
            url_for("briefings.issue", issue_id=row.id, _anchor=f"a-{row.note_id}"),
        )


def _alerts(commitment: Commitment, asker: Asker) -> Iterator[Work]:
    """What partners told of it: nothing that was done, and yet a part of what became of the promise."""
    for alert in find_concerning(commitment.key, asker.scope):
        standing = standing_of(AlertState(alert.state), alert.due_on, today())
        remark = f"{area_name(alert.area)}, {STANDINGS[standing]}"
        what, url = str(ALERT_KINDS[AlertKind(alert.kind)]), url_for("alerts.alert", alert_id=alert.id)
        yield Work(alert.raised_at.astimezone(LONDON).date(), _("Practice alert"), what, remark, url)


def _pathways(commitment: Commitment, asker: Asker) -> Iterator[Work]:
    if commitment.key != REFERRAL:
        return
    for row in find_agreed(asker.scope):
        title = f"{AREAS[row.area].name}: {NEEDS[Need(row.need)]}, {row.to_whom}"
        yield Work(row.agreed_on, _("Route agreed"), title, EXTENTS[Extent(row.extent)], url_for("pathways.route", pathway_id=row.id))


def _where(row: Any) -> str:
    return f"{area_name(row.area)}, {team_label(row.team, row.team_name)}"
