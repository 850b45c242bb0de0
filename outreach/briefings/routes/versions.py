"""A version of material: drafted, changed while it is a draft, approved by a second person, set aside."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from outreach.accounts.access import current_account, current_config, requires
from outreach.accounts.queries import find_names
from outreach.accounts.rules import EDITORS, STAFF
from outreach.briefings.access import seen_edition, written_briefing, written_edition
from outreach.briefings.forms import EditionForm, NewEditionForm, ReasonForm
from outreach.briefings.labels import REFUSALS
from outreach.briefings.lists import today
from outreach.briefings.models import Edition
from outreach.briefings.operations import BriefingRefused, approve_edition, change_edition, draft_edition, set_edition_aside
from outreach.briefings.protocol import find_protocol
from outreach.briefings.queries import find_current, find_first_day, list_editions
from outreach.briefings.routes import bp, done, refused
from outreach.briefings.rules import Refusal, State, may_write
from outreach.web.conflicts import conflict_page
from outreach.web.forms import find_made, form_page


@bp.get("/versions/<uuid:version_id>")
@requires(*STAFF)
def version(version_id: UUID) -> ResponseReturnValue:
    found, me = seen_edition(version_id), current_account()
    may = may_write(me.part)
    return render_template(
        "briefings/version.html",
        edition=found,
        material=found.briefing,
        names=find_names(),
        issued_on=find_first_day(version_id),
        protocol=find_protocol(today()),
        may_write=may,
        may_approve=may and found.state == State.DRAFT and found.drafted_by_id != me.id,
    )


@bp.route("/<uuid:briefing_id>/versions/new", methods=["GET", "POST"])
@requires(*EDITORS)
def draft(briefing_id: UUID) -> ResponseReturnValue:
    """Begin the next version, with the words of the one that holds."""
    material = written_briefing(briefing_id)
    form = NewEditionForm()
    if form.is_submitted() and (made := find_made(Edition, form)):
        return redirect(url_for(".version", version_id=made.id), 303)  # before the form is read: it asks for more once there is a version
    number = max((one.number for one in list_editions(briefing_id)), default=0) + 1
    form.suit(number)
    form.begin(find_current(briefing_id))
    about = {"material": material, "edition": None, "number": number}
    if form.validate_on_submit():
        try:
            made = draft_edition(form.form_key.data, material, form.values(), by=current_account(), now=current_config().clock())
        except BriefingRefused as error:
            form.refuse_for(error)
            return form_page("briefings/edit_version.html", form=form, **about)
        return done(url_for(".version", version_id=made.id), _("Entered. It can be issued when a second person has approved it."))
    return form_page("briefings/edit_version.html", form=form, **about)


@bp.route("/versions/<uuid:version_id>/edit", methods=["GET", "POST"])
@requires(*EDITORS)
def edit_version(version_id: UUID) -> ResponseReturnValue:
    """Change a draft. What is approved is never changed: a new version takes its place."""
    found = written_edition(version_id)
    page = url_for(".version", version_id=version_id)
    if found.state != State.DRAFT:
        flash(REFUSALS[Refusal.NOT_A_DRAFT], "error")
        return redirect(page, 303)
    form = EditionForm.of(found)
    form.suit(found.number)
    about = {"material": found.briefing, "edition": found, "number": found.number}
    if form.validate_on_submit():
        if form.is_stale(found):
            return conflict_page(form, found)
        try:
            is_changed = change_edition(found, form.values(), by=current_account(), now=current_config().clock())
        except BriefingRefused as error:
            form.refuse_for(error)
            return form_page("briefings/edit_version.html", form=form, **about)
        return done(page, _("Saved. Somebody else than you has to approve it now.") if is_changed else _("Nothing was different."))
    return form_page("briefings/edit_version.html", form=form, **about)


@bp.post("/versions/<uuid:version_id>/approve")
@requires(*EDITORS)
def approve(version_id: UUID) -> ResponseReturnValue:
    """Say that it says no more than its sources; refused when it was changed since the page was opened."""
    found, page = written_edition(version_id), url_for(".version", version_id=version_id)
    if request.form.get("version") != str(found.version):
        flash(_("Somebody has changed this version since you opened the page. Read it again."), "error")
        return redirect(page, 303)
    try:
        approve_edition(found, by=current_account(), now=current_config().clock())
    except BriefingRefused as error:
        return refused(page, error)
    return done(
        url_for(".material", briefing_id=found.briefing_id), _("Approved, in your name and with today's date. It can be issued now.")
    )


@bp.route("/versions/<uuid:version_id>/set-aside", methods=["GET", "POST"])
@requires(*EDITORS)
def set_aside(version_id: UUID) -> ResponseReturnValue:
    """Take a version out of use, with the reason."""
    found, form = written_edition(version_id), ReasonForm()
    page = url_for(".material", briefing_id=found.briefing_id)
    if form.validate_on_submit():
        try:
            set_edition_aside(found, reason=form.reason.data, by=current_account(), now=current_config().clock())
        except BriefingRefused as error:
            return refused(page, error)
        return done(page, _("Set aside. Whoever has had this version needs another: those issues count as out of date."))
    return form_page("briefings/set_aside.html", form=form, edition=found, material=found.briefing)
