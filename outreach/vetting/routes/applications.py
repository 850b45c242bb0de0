"""What an applicant sees by the signed link in its mails: where the application stands, what is asked, how to appeal, how to stop."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import refresh

from outreach.accounts.access import current_config
from outreach.core.db import db
from outreach.partners.models import Organisation
from outreach.partners.rules import Stage
from outreach.partners.sections import SECTIONS
from outreach.vetting.deciding import appeal
from outreach.vetting.forms import AppealForm, Remark
from outreach.vetting.labels import GROUNDS, REFUSALS
from outreach.vetting.links import find_application, write_token
from outreach.vetting.operations import VettingRefused, answer, withdraw
from outreach.vetting.queries import find_against, find_decisions, find_question, find_questions, find_turn_round, promised_until
from outreach.vetting.routes import applications_bp as bp
from outreach.vetting.rules import APPEAL_WITHIN, Ground, Refusal
from outreach.web.access import public
from outreach.web.forms import Form, form_page


@bp.get("/<token>")
@public
def application(token: str) -> ResponseReturnValue:
    """Where it stands, since when, and what is asked."""
    found, now = _application(token), current_config().clock()
    questions, against = find_questions(found.id), find_against(found)
    decided = next((one.settled_at for one in find_decisions(found.id) if one.is_confirmed), None)
    can_appeal = against is not None and against.settled_at is not None and not against.appealed_at
    return render_template(
        "vetting/application.html",
        organisation=found,
        token=token,
        questions=[one for one in questions if one.ended_at is None],
        answered=[one for one in questions if one.answered_at],
        titles={key: section.title for key, section in SECTIONS.items()},
        due_at=promised_until(found, questions, now),
        now=now,
        decided_at=decided or found.decided_at,
        against=against,
        grounds=[GROUNDS[Ground(ground)] for ground in against.grounds] if against else [],
        appeal_until=against.settled_at + APPEAL_WITHIN if against and against.settled_at else None,
        can_appeal=can_appeal and against is not None and against.settled_at is not None and now <= against.settled_at + APPEAL_WITHIN,
        turn_round=find_turn_round(now),
        form=Form(),
    )


@bp.route("/<token>/questions/<uuid:question_id>", methods=["GET", "POST"])
@public
def question(token: str, question_id: UUID) -> ResponseReturnValue:
    """Answer one question: the section of the registration that it is about, and what there is to add."""
    found = _application(token)
    asked = find_question(question_id, found.id)
    if asked is None:
        abort(404)
    if asked.ended_at or found.stage != Stage.APPLIED:
        return _refused(token, VettingRefused(Refusal.ANSWERED))
    section = SECTIONS[asked.section]
    form: Any = type(section.form.__name__, (section.form, Remark), {})(data=section.data_of(found.profile))
    if form.validate_on_submit():
        try:
            answer(found, asked, section.apply(form, found.profile), form.answer.data or "", now=current_config().clock())
        except VettingRefused as error:
            return _refused(token, error)
        db.session.commit()
        flash(_("Thank you. Your answer is with those who look at your application."), "success")
        return redirect(url_for(".application", token=write_token(found, current_config())), 303)
    return form_page("vetting/answer.html", form=form, organisation=found, token=token, question=asked, section=section)


@bp.route("/<token>/appeal", methods=["GET", "POST"])
@public
def appeals(token: str) -> ResponseReturnValue:
    """Say why a decision is wrong."""
    found, form = _application(token), AppealForm()
    against = find_against(found)
    if against is None:
        return _refused(token, VettingRefused(Refusal.STAGE))
    if form.validate_on_submit():
        try:
            appeal(found, form.words.data, now=current_config().clock())
        except VettingRefused as error:
            return _refused(token, error)
        db.session.commit()
        flash(_("Your appeal is with us. Somebody who took no part in the decision answers it."), "success")
        return redirect(url_for(".application", token=token), 303)
    grounds = [GROUNDS[Ground(ground)] for ground in against.grounds]
    return form_page("vetting/appeal.html", form=form, organisation=found, token=token, against=against, grounds=grounds)


@bp.route("/<token>/withdraw", methods=["GET", "POST"])
@public
def stop(token: str) -> ResponseReturnValue:
    """Take the application back."""
    found, form = _application(token), Form()
    if found.stage != Stage.APPLIED:
        return _refused(token, VettingRefused(Refusal.STAGE))
    if form.validate_on_submit():
        withdraw(found, now=current_config().clock())
        db.session.commit()
        flash(_("Your application is taken back. Thank you for having thought of us."), "success")
        return redirect(url_for(".application", token=token), 303)
    return form_page("vetting/withdraw.html", form=form, organisation=found, token=token)


def _application(token: str) -> Organisation:
    """Whose application the link opens, locked for a POST; for a link that does not hold, 404 with what can have happened."""
    found = find_application(token, current_config(), is_locked=request.method == "POST")
    if found is None:
        abort(make_response(render_template("vetting/link_over.html"), 404))
    g.interface_language = found.language
    refresh()
    return found


def _refused(token: str, error: VettingRefused) -> ResponseReturnValue:
    db.session.rollback()
    flash(REFUSALS[error.refusal], "error")
    return redirect(url_for(".application", token=token), 303)
