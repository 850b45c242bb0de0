"""What a lead does: answer."""

from __future__ import annotations

from uuid import UUID

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from outreach.accounts.access import current_account, current_config, requires
from outreach.accounts.rules import Role
from outreach.alerts.forms import AnswerForm
from outreach.alerts.labels import REFUSALS
from outreach.alerts.models import Alert, AlertAnswer
from outreach.alerts.operations import AlertRefused, answer_alert
from outreach.alerts.queries import find_name
from outreach.alerts.routes import bp, done, find_alert, refused
from outreach.alerts.rules import CONCERNS, WAITING, Kind, Refusal, State, may_answer, scope_of
from outreach.core.db import db
from outreach.web.forms import find_made, form_page


@bp.route("/<uuid:alert_id>/answer", methods=["GET", "POST"])
@requires(Role.LEAD)
def answer(alert_id: UUID) -> ResponseReturnValue:
    found, me, form = find_alert(alert_id), current_account(), AnswerForm()
    if not me.part.scope.covers(scope_of(found.area)):
        abort(403)
    if form.validate_on_submit():
        try:
            if find_made(AlertAnswer, form) is None:
                seen = str(form.version.data)
                answer_alert(found, form.form_key.data, form.values(), seen=seen, by=me, now=current_config().clock())
        except AlertRefused as error:
            if error.refusal is not Refusal.CHANGED:
                return refused(alert_id, error)
            db.session.rollback()
            found = find_alert(alert_id)
            form.refuse(form.finding, REFUSALS[error.refusal])
        else:
            return done(alert_id, _("Answered. The partner is told."))
    elif refusal := _refusal(found):
        return refused(alert_id, AlertRefused(refusal))
    form.version.data = str(found.version)
    return form_page("alerts/answer.html", form=form, alert=found, concerns=CONCERNS[Kind(found.kind)], name=find_name(found, me.part))


def _refusal(alert: Alert) -> Refusal | None:
    """Why the present lead cannot answer; None when they can."""
    me, state = current_account(), State(alert.state)
    if state not in WAITING or not may_answer(me.part, alert.area, state):
        return Refusal.WITHDRAWN if state is State.WITHDRAWN else Refusal.ANSWERED
    return Refusal.SAME_PERSON if any(one.answered_by_id == me.id for one in alert.answers) else None
