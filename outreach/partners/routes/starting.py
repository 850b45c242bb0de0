"""The beginning of a registration, and coming back to it."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import refresh

from outreach.accounts.access import current_config
from outreach.core.db import db
from outreach.core.i18n import DOMAINS
from outreach.partners.applying import begin, discard, mail_link
from outreach.partners.labels import CONSENT_MEANINGS, CONSENTS, FIELDS
from outreach.partners.limits import find_wait, wait_text
from outreach.partners.links import Purpose, open_link
from outreach.partners.models import Application
from outreach.partners.registration_forms import BareForm, StartForm
from outreach.partners.routes import LANGUAGE, away_page, bp, close_draft, find_draft, is_open, now, open_draft, switched_language
from outreach.partners.rules import DECIDED_WITHIN, DRAFTS_KEPT, LINK_LASTS
from outreach.partners.sections import PRIVATE_FIELDS, PUBLIC_FIELDS
from outreach.web.access import public
from outreach.web.forms import csrf, find_made, form_page
from outreach.web.language import interface


@bp.get("")
@public
def about() -> ResponseReturnValue:
    """Who runs the programme, what being listed means and does not mean, who sees what, and how to leave: before anything is asked."""
    return render_template(
        "partners/register/about.html",
        public_fields=[FIELDS[name] for name in PUBLIC_FIELDS],
        private_fields=[FIELDS[name] for name in PRIVATE_FIELDS],
        consents=[(CONSENTS[consent], CONSENT_MEANINGS[consent]) for consent in CONSENTS],
        days=DECIDED_WITHIN.days,
        kept=DRAFTS_KEPT.days,
    )


@bp.post("/language")
@public
@csrf.exempt  # type: ignore[untyped-decorator]
def language() -> ResponseReturnValue:
    """Another language for these pages, from a page on which nothing is typed. It does nothing else, and so asks for no token: whoever only
    reads gets no cookie.
    """
    switched_language()
    following = request.form.get("next", "")
    is_ours = following.startswith(url_for(".about")) and "\\" not in following
    return redirect(following if is_ours else url_for(".about"), 303)


@bp.route("/start", methods=["GET", "POST"])
@public
def start() -> ResponseReturnValue:
    """A mail address, and a draft is there. A double click finds the draft of the first."""
    form = StartForm()
    if switched_language():
        refresh()
        return render_template("partners/register/start.html", form=form)
    if not form.validate_on_submit():
        if request.method == "GET":
            open_draft(form.form_key.data)  # this browser's own, as soon as it is sent
        return form_page("partners/register/start.html", form=form)
    if not is_open(form.form_key.data):
        form.form_key.process_data(None)
        form.form_key.process_formdata([])  # a draft that is another browser's is not opened by knowing its id
        open_draft(form.form_key.data)
    if find_made(Application, form) is None:
        if wait := find_wait(form.email.data, is_start=True):
            form.refuse(form.email, wait_text(wait))
            return form_page("partners/register/start.html", form=form)
        begin(form.form_key.data, email=form.email.data, language=_tongue(), now=now())
        db.session.commit()
    return redirect(url_for("registration.tasks", application_id=form.form_key.data), 303)


@bp.route("/back/<token>", methods=["GET", "POST"])
@public
def back(token: str) -> ResponseReturnValue:
    """By the mailed link: the GET shows what is there, since programs that look through mail open it too; the POST goes on."""
    is_sent = request.method == "POST"
    opened = open_link(token, Purpose.BACK, current_config(), is_locked=is_sent)
    if opened is None:
        return render_template("partners/register/link_over.html", opened=None), 404
    form = BareForm()
    application = opened.application
    if LANGUAGE not in session:
        session[LANGUAGE] = application.language
        refresh()
    if application.sent_at:
        return render_template("partners/register/link_sent.html", application=application, days=DECIDED_WITHIN.days)
    if not opened.holds:
        return _again(application, form)
    if form.validate_on_submit():
        open_draft(application.id)
        return redirect(url_for(".tasks", application_id=application.id), 303)
    return form_page("partners/register/back.html", form=form, application=application)


def _again(application: Application, form: BareForm) -> ResponseReturnValue:
    """A link that is too old, or is not the latest: another one, to the same mailbox, at the press of a button."""
    if form.validate_on_submit():
        if wait := find_wait(application.email):
            return render_template("partners/register/wait.html", minutes=wait), 429
        mail_link(application, now=now())
        db.session.commit()
        return render_template("partners/register/link_mailed.html", application=None, days=LINK_LASTS.days)
    return render_template("partners/register/link_over.html", opened=application, form=form), 410


@bp.post("/<uuid:application_id>/link")
@public
def link(application_id: UUID) -> ResponseReturnValue:
    """Stop here, and come back by a link."""
    application = find_draft(application_id)
    if application is None or application.sent_at:
        return away_page()
    if wait := find_wait(application.email):
        return render_template("partners/register/wait.html", minutes=wait), 429
    mail_link(application, now=now())
    db.session.commit()
    return render_template("partners/register/link_mailed.html", application=application, days=LINK_LASTS.days)


@bp.route("/<uuid:application_id>/erase", methods=["GET", "POST"])
@public
def erase(application_id: UUID) -> ResponseReturnValue:
    """Erase a draft at once."""
    application = find_draft(application_id)
    if application is None or application.sent_at:
        return away_page()
    form = BareForm()
    if form.validate_on_submit():
        discard(application)
        db.session.commit()
        close_draft(application_id)
        flash(_("Everything that you entered is erased."), "success")
        return redirect(url_for(".about"), 303)
    return form_page("partners/register/erase.html", form=form, application=application)


def _tongue() -> str:
    tag = interface().tag
    return tag if tag in DOMAINS["staff"] else "en"
