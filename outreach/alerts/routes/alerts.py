"""What staff and partners both read: the list of alerts, and one of them."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from outreach.accounts.access import current_account, requires
from outreach.accounts.rules import Role
from outreach.alerts.labels import ACTS, FIELDS
from outreach.alerts.lists import ALERTS, OWN_ALERTS
from outreach.alerts.models import Alert
from outreach.alerts.operations import subject_of
from outreach.alerts.queries import alerts_of, day_of, find_answerers, find_name, find_own_organisation
from outreach.alerts.routes import READERS, bp, find_alert
from outreach.alerts.rules import (
    CONCERNS,
    DISPUTED_WITHIN,
    NOBODY_NAMED,
    WITHDRAWN_WITHIN,
    Kind,
    State,
    can_dispute,
    can_withdraw,
    may_answer,
)
from outreach.campaigns.lists import today
from outreach.events.history import Line, find_history


@bp.get("")
@requires(*READERS)
def index() -> ResponseReturnValue:
    me = current_account()
    is_partner = me.role == Role.PARTNER
    listing = OWN_ALERTS if is_partner else ALERTS
    may_raise = is_partner and find_own_organisation(me.id) is not None
    return listing.answer("alerts/index.html", alerts_of(me), is_partner=is_partner, may_raise=may_raise)


@bp.get("/<uuid:alert_id>")
@requires(*READERS)
def alert(alert_id: UUID) -> ResponseReturnValue:
    found, me, now_on = find_alert(alert_id), current_account(), today()
    state, is_partner = State(found.state), me.role == Role.PARTNER
    raised_on, answered_on = day_of(found.raised_at), day_of(found.ended_at)
    assert raised_on
    is_disputable = is_partner and answered_on is not None and can_dispute(state, answered_on, now_on)
    return render_template(
        "alerts/alert.html",
        alert=found,
        concerns=CONCERNS[Kind(found.kind)],
        is_partner=is_partner,
        name="" if is_partner else find_name(found, me.part),
        withdrawn_until=raised_on + WITHDRAWN_WITHIN if is_partner and can_withdraw(state, raised_on, now_on) else None,
        disputed_until=answered_on + DISPUTED_WITHIN if is_disputable and answered_on else None,
        may_answer=may_answer(me.part, found.area, state) and all(one.answered_by_id != me.id for one in found.answers),
        answerers=find_answerers(found),
        history=_own_history(found) if is_partner else [],
    )


def _own_history(alert: Alert) -> list[Line]:
    """What was done to it, for its organisation. Staff see the days on the page, and no hour of what a partner did."""
    lines = find_history(subject_of(alert.id), acts=ACTS, words=FIELDS)
    return [replace(line, who=_("Your organisation")) if line.who == NOBODY_NAMED else line for line in lines]
