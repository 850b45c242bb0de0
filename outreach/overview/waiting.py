"""What waits for somebody without a day: approvals, next steps, drafts, answers, changes of profiles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import selectinload

from outreach.accounts.rules import Role
from outreach.alerts.queries import find_to_answer, find_unanswerable
from outreach.briefings.labels import area_name
from outreach.briefings.models import Edition
from outreach.briefings.queries import drafts_for, old_by_material
from outreach.campaigns.models import Campaign
from outreach.campaigns.queries import visible
from outreach.campaigns.rules import CHANGERS, Asker, Move, State, may_move
from outreach.core.db import db
from outreach.directory.queries import find_to_decide
from outreach.directory.revising import wanted_scope
from outreach.directory.rules import may_approve
from outreach.overview.agenda import GOES_ON, MOST, SOON
from outreach.partners.models import Revision
from outreach.partners.queries import revisions_in_sight
from outreach.partners.rules import RevisionState
from outreach.replies.queries import find_waiting as find_waiting_replies
from outreach.web.jinja import day_text


@dataclass(frozen=True, slots=True)
class Waiting:
    """A campaign or a briefing that waits for a step of this person."""

    what: str | LazyString
    of: str
    url: str


def find_waiting(asker: Asker, today: date) -> list[Waiting]:
    """Campaigns that wait for an approval by this person, or, where they own them, for the next step; briefings to approve or re-issue."""
    if asker.role not in CHANGERS:
        return []
    return [
        *_to_be_approved(asker),
        *_to_be_moved(asker, today),
        *_drafts(asker),
        *_to_be_reissued(asker),
        *_answers(asker),
        *_changes(asker),
        *_services(asker),
        *_later_alerts(asker, today),
        *_unanswerable(asker),
    ]


def _to_be_approved(asker: Asker) -> Iterable[Waiting]:
    asked = select(Campaign).where(visible(asker), GOES_ON, Campaign.state == State.DRAFT, Campaign.asked_at.is_not(None))
    for campaign in db.session.scalars(asked.options(selectinload(Campaign.members)).order_by(Campaign.asked_at).limit(MOST)):
        if may_move(asker, campaign.place, Move.APPROVE):
            yield Waiting(_("Approve, or give back"), campaign.name, url_for("campaigns.campaign", campaign_id=campaign.id))


def _to_be_moved(asker: Asker, today: date) -> Iterable[Waiting]:
    steps = {State.APPROVED: _("Start it: its first day has come"), State.CLOSED: _("Measure its objectives, then mark it as evaluated")}
    over = _("Close it, or change its dates: its last day has passed")
    is_ripe = or_(
        and_(Campaign.state == State.APPROVED, Campaign.starts_on <= today),
        and_(Campaign.state.in_([State.LIVE, State.PAUSED]), Campaign.ends_on < today),
        Campaign.state == State.CLOSED,
    )
    wanted = select(Campaign.id, Campaign.name, Campaign.state).where(Campaign.owner_id.in_(asker.ids), GOES_ON, is_ripe)
    for row in db.session.execute(wanted.order_by(Campaign.starts_on, Campaign.name).limit(MOST)):
        yield Waiting(steps.get(State(row.state), over), row.name, url_for("campaigns.campaign", campaign_id=row.id))


def _drafts(asker: Asker) -> Iterable[Waiting]:
    """Versions of briefings that this person may approve."""
    if not asker.scope.is_national:
        return
    for edition in db.session.scalars(drafts_for(asker.ids).order_by(Edition.drafted_at).limit(MOST)):
        yield Waiting(_("Approve its draft, or set it aside"), edition.briefing.title, url_for("briefings.version", version_id=edition.id))


def _to_be_reissued(asker: Asker) -> Iterable[Waiting]:
    """Briefings that teams of this person's areas have in a version that is out of date."""
    for row in db.session.execute(old_by_material(asker.scope).limit(MOST)):
        what = ngettext("Re-issue it to %(num)d team", "Re-issue it to %(num)d teams", row.teams)
        yield Waiting(what, row.title, url_for("briefings.reissue", briefing_id=row.id))


def _answers(asker: Asker) -> Iterable[Waiting]:
    """Answers to what was heard that others wrote and this person may publish."""
    for one in find_waiting_replies(asker.scope, asker.ids):
        of = _("You said, we did: %(area)s", area=area_name(one.area))
        yield Waiting(_("Read the answer, then publish it"), of, url_for("replies.reply", reply_id=one.id))


def _changes(asker: Asker) -> Iterable[Waiting]:
    """Changes of their profiles that partners of this person's areas ask for."""
    pending = revisions_in_sight(asker.scope).where(Revision.state == RevisionState.PENDING, Revision.asked_by_id.not_in(asker.ids))
    for one in db.session.scalars(pending.order_by(Revision.asked_at).limit(MOST)):
        yield Waiting(_("Look at the change of its profile"), one.organisation.name, url_for("care.revision", revision_id=one.id))


def _services(asker: Asker) -> Iterable[Waiting]:
    """Services of partners, and changes of them, that this person may approve."""
    for one in find_to_decide(asker.scope, MOST):
        if one.asked_by_id not in asker.ids and may_approve(asker.scope, one.service.scope, wanted_scope(one)):
            what = (
                _("Look at the new service of a partner, and show it or give it back")
                if one.is_new
                else _("Look at the change of a service")
            )
            yield Waiting(what, one.service.name, url_for("directory.change", change_id=one.id))


def _later_alerts(asker: Asker, today: date) -> Iterable[Waiting]:
    """Practice alerts whose answer is not due within a week: looking into them takes time."""
    for alert in find_to_answer(asker.ids, asker.role, asker.scope):
        if alert.due_on > today + SOON:
            of = _("Practice alert: %(area)s", area=area_name(alert.area))
            yield Waiting(
                _("Look into it, and answer by %(day)s", day=day_text(alert.due_on)), of, url_for("alerts.alert", alert_id=alert.id)
            )


def _unanswerable(asker: Asker) -> Iterable[Waiting]:
    """Disputed practice alerts that need another national lead than those that there are: national leads can invite one."""
    if asker.role != Role.LEAD or not asker.scope.is_national:
        return
    for alert in find_unanswerable():
        of = _("Practice alert: %(area)s", area=area_name(alert.area))
        yield Waiting(
            _("Invite another national lead: nobody else can answer what is disputed"), of, url_for("alerts.alert", alert_id=alert.id)
        )
