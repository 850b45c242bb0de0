"""What was issued to whom: the list, an issue, issuing, issuing anew after a change, changing and taking back."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from outreach.accounts.access import current_account, current_config, requires
from outreach.accounts.queries import find_names
from outreach.accounts.rules import EDITORS, STAFF
from outreach.briefings import issuing
from outreach.briefings.access import handled_issue, seen_briefing, seen_issue
from outreach.briefings.arithmetic import result_of
from outreach.briefings.forms import ChangeIssueForm, IssueForm, ReasonForm, ReissueForm
from outreach.briefings.lists import ISSUES, issues_listed, today
from outreach.briefings.models import Issue
from outreach.briefings.operations import BriefingRefused
from outreach.briefings.protocol import find_protocol
from outreach.briefings.queries import find_current, find_standing, find_successor, list_acknowledgements, list_old_issues
from outreach.briefings.routes import bp, done, refused
from outreach.briefings.rules import Refusal, Standing, may_issue
from outreach.web.conflicts import conflict_page
from outreach.web.forms import find_made, form_page

USUAL = timedelta(days=21)  # from an issue to its acknowledgement, until somebody says otherwise


@bp.get("/issues")
@requires(*STAFF)
def issues() -> ResponseReturnValue:
    """Every issue in sight."""
    return ISSUES.answer("briefings/issues.html", issues_listed(current_account().scope))


@bp.get("/issues/<uuid:issue_id>")
@requires(*STAFF)
def issue(issue_id: UUID) -> ResponseReturnValue:
    found, me = seen_issue(issue_id), current_account()
    notes = list_acknowledgements(issue_id)
    counted = [one for one in notes if one.corrected_at is None]
    standing = find_standing(found, today())
    stands = found.ended_at is None and found.briefing.archived_at is None
    may = may_issue(me.part, found.area) and stands
    return render_template(
        "briefings/issue.html",
        issue=found,
        material=found.briefing,
        notes=notes,
        names=find_names(),
        standing=standing,
        reached=sum(one.reached for one in counted),
        answers=result_of((one.answered, one.right_answers) for one in counted),
        protocol=find_protocol(today()),
        may_change=may,
        may_acknowledge=may and standing is not Standing.OUT_OF_DATE,
        successor=find_successor(issue_id),
    )


@bp.route("/<uuid:briefing_id>/issue", methods=["GET", "POST"])
@requires(*EDITORS)
def issue_to(briefing_id: UUID) -> ResponseReturnValue:
    """Issue the version that holds to a team. `?area=kent` chooses an area."""
    material, me = seen_briefing(briefing_id), current_account()
    form = IssueForm(area=request.args.get("area"), due_on=today() + USUAL)
    form.offer(me)
    about = {"material": material, "current": find_current(briefing_id)}
    if form.validate_on_submit():
        try:
            made = find_made(Issue, form) or issuing.issue(
                form.form_key.data, material, **form.values(), by=me, now=current_config().clock()
            )
        except BriefingRefused as error:
            form.refuse_for(error)
            return form_page("briefings/issue_to.html", form=form, **about)
        text = _("Issued. The force's own coordinators have been mailed. They say here how many people were reached.")
        return done(url_for(".issue", issue_id=made.id), text)
    return form_page("briefings/issue_to.html", form=form, **about)


@bp.route("/<uuid:briefing_id>/reissue", methods=["GET", "POST"])
@requires(*EDITORS)
def reissue(briefing_id: UUID) -> ResponseReturnValue:
    """Issue the version that holds to every team whose version is out of date: shown first, then confirmed."""
    material, me = seen_briefing(briefing_id), current_account()
    old = [one for one in list_old_issues(briefing_id, scope=me.scope) if may_issue(me.part, one.area)]
    current = find_current(briefing_id)
    seen = " ".join(str(one.id) for one in old)
    form = ReissueForm(due_on=today() + USUAL, seen=seen, number=str(current.number) if current else "")
    page = url_for(".material", briefing_id=briefing_id)
    if form.validate_on_submit():
        number = int(form.number.data) if str(form.number.data).isdecimal() else 0
        about = {"number": number, "due_on": form.due_on.data, "by": me, "now": current_config().clock()}
        try:
            made = issuing.reissue(material, form.seen_ids(), **about)
        except BriefingRefused as error:
            if error.refusal is not Refusal.DUE_PASSED:
                return refused(page, error)
            form.refuse_for(error)
            return form_page("briefings/reissue.html", form=form, material=material, old=old, current=current)
        text = ngettext(
            "Re-issued to %(num)d team. It has to be acknowledged anew.",
            "Re-issued to %(num)d teams. They have to be acknowledged anew.",
            len(made),
        )
        return done(page, text)
    return form_page("briefings/reissue.html", form=form, material=material, old=old, current=current)


@bp.route("/issues/<uuid:issue_id>/edit", methods=["GET", "POST"])
@requires(*EDITORS)
def change_issue(issue_id: UUID) -> ResponseReturnValue:
    """Another headcount, or another day to acknowledge it by."""
    found, page = handled_issue(issue_id), url_for(".issue", issue_id=issue_id)
    if found.ended_at is not None:
        return refused(page, BriefingRefused(Refusal.ENDED))
    form = ChangeIssueForm.of(found)
    if form.validate_on_submit():
        if form.is_stale(found):
            return conflict_page(form, found)
        values = {"headcount": form.headcount.data, "due_on": form.due_on.data}
        try:
            is_changed = issuing.change_issue(found, **values, by=current_account(), now=current_config().clock())
        except BriefingRefused as error:
            if error.refusal is Refusal.PUT_AWAY:
                return refused(page, error)
            form.refuse_for(error)
            return form_page("briefings/change_issue.html", form=form, issue=found, material=found.briefing)
        return done(page, _("Saved.") if is_changed else _("Nothing was different."))
    return form_page("briefings/change_issue.html", form=form, issue=found, material=found.briefing)


@bp.route("/issues/<uuid:issue_id>/take-back", methods=["GET", "POST"])
@requires(*EDITORS)
def take_back(issue_id: UUID) -> ResponseReturnValue:
    """Something was issued by mistake."""
    found, form, page = handled_issue(issue_id), ReasonForm(), url_for(".issue", issue_id=issue_id)
    if form.validate_on_submit():
        try:
            issuing.take_back(found, reason=form.reason.data, by=current_account(), now=current_config().clock())
        except BriefingRefused as error:
            return refused(page, error)
        return done(page, _("Taken back. It stays on record with your reason, and counts no more."))
    return form_page("briefings/take_back.html", form=form, issue=found, material=found.briefing)
