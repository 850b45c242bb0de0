"""Whom a team's briefing has reached: one short form, and its correction."""

from __future__ import annotations

from uuid import UUID

from flask import abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from outreach.accounts.access import current_account, current_config, requires
from outreach.accounts.rules import EDITORS
from outreach.briefings import issuing
from outreach.briefings.access import handled_issue
from outreach.briefings.forms import AcknowledgeForm, CorrectForm
from outreach.briefings.models import Acknowledgement, Issue
from outreach.briefings.operations import BriefingRefused
from outreach.briefings.queries import UnknownBriefing, count_reached, get_acknowledgement
from outreach.briefings.routes import bp, done, refused
from outreach.briefings.rules import Refusal
from outreach.web.forms import find_made, form_page

ENDED = (Refusal.ENDED, Refusal.OUT_OF_DATE, Refusal.PUT_AWAY, Refusal.CORRECTED)


@bp.route("/issues/<uuid:issue_id>/acknowledge", methods=["GET", "POST"])
@requires(*EDITORS)
def acknowledge(issue_id: UUID) -> ResponseReturnValue:
    """How many were reached, on which day, by which means, and how they answered."""
    found, me = handled_issue(issue_id), current_account()
    form = AcknowledgeForm()
    form.suit(me)
    if form.validate_on_submit():
        try:
            if find_made(Acknowledgement, form) is None:
                issuing.acknowledge(form.form_key.data, found, form.session(), by=me, now=current_config().clock())
        except BriefingRefused as error:
            return _refuse(form, error, found, None)
        return done(url_for(".issue", issue_id=issue_id), _("Acknowledged. If there are more sessions, acknowledge each: they add up."))
    return _page(form, found, None)


@bp.route("/issues/<uuid:issue_id>/acknowledgements/<uuid:acknowledgement_id>", methods=["GET", "POST"])
@requires(*EDITORS)
def correct(issue_id: UUID, acknowledgement_id: UUID) -> ResponseReturnValue:
    """Put another acknowledgement in the place of one that was wrong."""
    found, me = handled_issue(issue_id), current_account()
    try:
        wrong = get_acknowledgement(acknowledgement_id, found)
    except UnknownBriefing:
        abort(404)
    form = CorrectForm()
    form.suit(me)
    form.begin(wrong)
    if form.validate_on_submit():
        about = {"reason": form.reason.data, "by": me, "now": current_config().clock()}
        try:
            if find_made(Acknowledgement, form) is None:
                issuing.correct(form.form_key.data, wrong, found, form.session(), **about)
        except BriefingRefused as error:
            return _refuse(form, error, found, wrong)
        return done(url_for(".issue", issue_id=issue_id), _("Corrected. What was noted before stays on record, and counts no more."))
    return _page(form, found, wrong)


def _page(form: AcknowledgeForm, issue: Issue, wrong: Acknowledgement | None) -> ResponseReturnValue:
    others = count_reached(issue.id, besides=wrong.id if wrong else None)
    about = {"issue": issue, "material": issue.briefing, "edition": issue.edition, "left": issue.headcount - others}
    return form_page("briefings/acknowledge.html", form=form, wrong=wrong, **about)


def _refuse(form: AcknowledgeForm, error: BriefingRefused, issue: Issue, wrong: Acknowledgement | None) -> ResponseReturnValue:
    if error.refusal in ENDED:
        return refused(url_for(".issue", issue_id=issue.id), error)
    form.refuse_for(error)
    return _page(form, issue, wrong)
