"""The sections of a registration, one page each; its list of tasks; and the check before it is sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import refresh

from outreach.core.db import db
from outreach.partners.applying import CONSENTS, answer, ask_confirmation, choose_consents
from outreach.partners.labels import CONSENTS as CONSENT_LABELS
from outreach.partners.limits import find_wait, wait_text
from outreach.partners.models import Application
from outreach.partners.queries import find_same, is_listed
from outreach.partners.registration_forms import CheckForm, ConsentForm, data_of
from outreach.partners.routes import STEPS, away_page, bp, find_draft, now, open_steps, switched_language
from outreach.partners.rules import DECIDED_WITHIN, DRAFTS_KEPT, LINK_LASTS
from outreach.partners.sections import SECTIONS, Section, described
from outreach.web.access import public
from outreach.web.conflicts import conflict_page
from outreach.web.forms import form_page


@bp.get("/<uuid:application_id>")
@public
def tasks(application_id: UUID) -> ResponseReturnValue:
    """What is filled in and what is not yet."""
    application = find_draft(application_id)
    if application is None:
        return away_page()
    if application.sent_at:
        return render_template("partners/register/sent.html", is_known=False, days=DECIDED_WITHIN.days)
    return render_template(
        "partners/register/tasks.html",
        application=application,
        sections=SECTIONS,
        steps=STEPS,
        missing=open_steps(application),
        kept=DRAFTS_KEPT.days,
    )


@bp.route("/<uuid:application_id>/<name>", methods=["GET", "POST"])
@public
def section(application_id: UUID, name: str) -> ResponseReturnValue:
    """One section. What was sent of it is kept only when it is right; what is not is shown again."""
    if name not in SECTIONS:
        abort(404)
    application = find_draft(application_id)
    if application is None or application.sent_at:
        return away_page()
    one, profile, is_answered = SECTIONS[name], application.profile, name in application.answered
    form = one.edit_form_of(application, profile, is_answered=is_answered)
    if not switched_language() and form.validate_on_submit():
        data = one.data_of(profile, is_answered=is_answered)
        if form.is_stale(application, **data):
            return conflict_page(form, application, **data)
        email = application.email
        changed = one.apply(form, profile)
        if changed.contact_email != email and (wait := find_wait(changed.contact_email)):
            form.refuse(form.contact_email, wait_text(wait))
            return form_page("partners/register/section.html", form=form, **_place(application, one))
        application = find_draft(application_id) or application
        answer(application, name, changed, now=now())
        db.session.commit()
        return redirect(_following(application), 303)
    refresh()
    return form_page("partners/register/section.html", form=form, **_place(application, one))


@bp.route("/<uuid:application_id>/consents", methods=["GET", "POST"])
@public
def consents(application_id: UUID) -> ResponseReturnValue:
    """What it agrees to: each by itself, none chosen beforehand."""
    application = find_draft(application_id)
    if application is None or application.sent_at:
        return away_page()
    data = data_of(application.consents)
    form = ConsentForm.of(application, **data)
    if not switched_language() and form.validate_on_submit():
        if form.is_stale(application, **data):
            return conflict_page(form, application, **data)
        choose_consents(application, form.given(), now=now())
        db.session.commit()
        return redirect(_following(application), 303)
    refresh()
    return form_page("partners/register/consents.html", form=form, application=application, number=len(STEPS), total=len(STEPS))


@bp.route("/<uuid:application_id>/check", methods=["GET", "POST"])
@public
def check(application_id: UUID) -> ResponseReturnValue:
    """Everything that was entered, to be looked at; then the mail by which it is sent."""
    application = find_draft(application_id)
    if application is None or application.sent_at:
        return away_page()
    if missing := open_steps(application):
        return redirect(_address(application, missing[0]), 303)
    form = CheckForm()
    if not switched_language() and form.validate_on_submit():
        if wait := find_wait(application.email):
            form.refuse(form.may_speak, wait_text(wait))
            return _check_page(form, application)
        application = find_draft(application_id) or application
        ask_confirmation(application, now=now())
        db.session.commit()
        return redirect(url_for(".mailed", application_id=application_id), 303)
    refresh()
    return _check_page(form, application)


def _check_page(form: CheckForm, application: Application) -> ResponseReturnValue:
    listed = find_same(application.profile, among=is_listed(now()))
    return form_page("partners/register/check.html", form=form, application=application, listed=listed, **summary_of(application))


@bp.get("/<uuid:application_id>/mailed")
@public
def mailed(application_id: UUID) -> ResponseReturnValue:
    """Look into your mail."""
    application = find_draft(application_id)
    if application is None or application.sent_at or application.confirm_link_at is None:
        return redirect(url_for(".tasks", application_id=application_id), 303)
    return render_template("partners/register/mailed.html", application=application, days=LINK_LASTS.days)


def summary_of(application: Application) -> dict[str, Any]:
    """Every section of a registration with its lines, and what is agreed to."""
    profile = application.profile
    parts = [(one, described(profile, one.fields)) for one in SECTIONS.values()]
    agreed = [(label, consent in (application.consents or [])) for consent, label in CONSENT_LABELS.items()]
    return {"parts": parts, "agreed": agreed}


def _following(application: Application) -> str:
    """Where to go on: what is still open after this, what is open before, or the check."""
    missing, here = open_steps(application), STEPS.index(_step())
    later = [step for step in missing if STEPS.index(step) > here]
    if not missing:
        return url_for(".check", application_id=application.id)
    return _address(application, (later or missing)[0])


def _step() -> str:
    return str((request.view_args or {}).get("name", CONSENTS))


def _address(application: Application, step: str) -> str:
    if step == CONSENTS:
        return url_for(".consents", application_id=application.id)
    return url_for(".section", application_id=application.id, name=step)


def _place(application: Application, one: Section) -> dict[str, Any]:
    return {"application": application, "section": one, "number": STEPS.index(one.key) + 1, "total": len(STEPS)}
