"""Services: list, page, form, hours and room, and whether they are still so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, lazy_gettext
from flask_babel import gettext as _

from outreach.accounts.access import current_account, current_config, requires
from outreach.accounts.rules import EDITORS, Role
from outreach.core.dates import LONDON
from outreach.core.db import db
from outreach.directory.access import (
    CHANGERS,
    KEEPERS,
    NOBODY,
    READERS,
    changed_service,
    current_act,
    is_in_hand,
    own_organisation,
    seen_service,
)
from outreach.directory.assigning import Act, values_of
from outreach.directory.describing import differences, facts_of
from outreach.directory.fields import offer_rows
from outreach.directory.forms import SECTIONS, CloseForm, NewServiceForm, ServiceForm, WhenForm, data_of, when_of
from outreach.directory.history import find_history
from outreach.directory.labels import REFUSALS
from outreach.directory.lists import SERVICES
from outreach.directory.models import Service
from outreach.directory.operations import (
    ServiceRefused,
    add_service,
    archive_service,
    change_at_once,
    change_service,
    close_service,
    confirm_service,
    end_service,
    reopen_service,
    show_service,
    take_service_back,
    unshow_service,
)
from outreach.directory.queries import find_alike, find_latest_decided, find_partners, find_pending, is_own_draft, services_of
from outreach.directory.revising import overtaken
from outreach.directory.routes import bp
from outreach.directory.rules import LIVING, Need, Refusal, centre_of, is_closed_on
from outreach.partners.queries import UnknownOrganisation, get_organisation
from outreach.partners.rules import RevisionState, verification_of
from outreach.web.conflicts import conflict_page
from outreach.web.forms import find_made, form_page

ACTS: dict[str, tuple[Callable[[Service, Act], None], LazyString]] = {
    "show": (show_service, lazy_gettext("Readers see it. Their pages are made anew.")),
    "unshow": (unshow_service, lazy_gettext("It is a draft again. Readers’ pages are made anew.")),
    "reopen": (reopen_service, lazy_gettext("It is open again.")),
    "end": (end_service, lazy_gettext("It is closed for good. Readers’ pages are made anew.")),
    "archive": (archive_service, lazy_gettext("It is archived.")),
    "take-back": (take_service_back, lazy_gettext("It is out of the archive.")),
}
"""What staff do to a service by one button."""


@bp.get("")
@requires(*READERS)
def index() -> ResponseReturnValue:
    me = current_account()
    own = own_organisation()
    may_offer = me.role == Role.PARTNER and own != NOBODY
    return SERVICES.answer("directory/index.html", services_of(me.scope, own), may_make=me.role in EDITORS, may_offer=may_offer)


@bp.route("/new", methods=["GET", "POST"])
@requires(*CHANGERS)
def new() -> ResponseReturnValue:
    me = current_account()
    form = NewServiceForm()
    form.offer(me.scope)
    form.organisation_id.choices = [(str(row.id), row.name) for row in find_partners(me.scope)]
    if form.validate_on_submit():
        made = find_made(Service, form) or _add(form)
        if made is not None:
            return _done(made.id, _("Entered, as a draft. Look at it, and then show it to readers."))
    alike = find_alike(form.name.data, me.scope) if form.name.data else ()
    return form_page("directory/edit.html", form=form, service=None, headed=SECTIONS, alike=alike, is_member=False)


@bp.get("/<uuid:service_id>")
@requires(*READERS)
def service(service_id: UUID) -> ResponseReturnValue:
    found, me, now = seen_service(service_id), current_account(), current_config().clock()
    today = now.astimezone(LONDON).date()
    return render_template(
        "directory/service.html",
        service=found,
        facts=facts_of(found, is_staff=me.role != Role.PARTNER),
        is_centre=any(row.need == Need.REPORTING for row in found.needs),
        centre=centre_of(found.trained_on, found.contact_on, today),
        verification=verification_of(found.confirmed_at, now),
        is_closed=is_closed_on(found.closed_from, found.closed_until, today),
        is_living=found.stage in LIVING,
        may_keep=is_in_hand(found),
        may_change=me.role in EDITORS and is_in_hand(found),
        is_member=me.role == Role.PARTNER,
        **_asked_for(found),
        history=find_history(found.id) if me.role != Role.PARTNER else (),
    )


@bp.route("/<uuid:service_id>/edit", methods=["GET", "POST"])
@requires(*CHANGERS)
def edit(service_id: UUID) -> ResponseReturnValue:
    found = changed_service(service_id)
    if found.stage not in LIVING:
        return _refused(service_id, ServiceRefused(Refusal.STAGE))
    data = data_of(values_of(found))
    form = ServiceForm.of(found, **data)
    form.offer(current_account().scope, kept=found.scope.areas)
    if found.organisation_id:
        del form.provider
    if form.validate_on_submit():
        if form.is_stale(found, **data):
            return conflict_page(form, found, **data)
        change_service(found, form.values(), current_act())
        return _done(service_id, _("Saved. An edit confirms nothing: say so if all of it is true."))
    return form_page("directory/edit.html", form=form, service=found, headed=SECTIONS, alike=(), is_member=False)


@bp.route("/<uuid:service_id>/hours", methods=["GET", "POST"])
@requires(*KEEPERS)
def hours(service_id: UUID) -> ResponseReturnValue:
    """Hours and room: what staff and members change at once."""
    found = changed_service(service_id)
    if found.stage not in LIVING:
        return _refused(service_id, ServiceRefused(Refusal.STAGE))
    data = when_of(values_of(found))
    form = WhenForm.of(found, **data)
    offer_rows(form)
    if form.validate_on_submit():
        if form.is_stale(found, **data):
            return conflict_page(form, found, **data)
        change_at_once(found, form.when(), current_act())
        return _done(service_id, _("Saved. Readers’ pages are made anew."))
    return form_page("directory/hours.html", form=form, service=found)


@bp.post("/<uuid:service_id>/confirm")
@requires(*KEEPERS)
def confirm(service_id: UUID) -> ResponseReturnValue:
    """Say that all of it is still true; refused when it was changed since the page was opened."""
    found = changed_service(service_id)
    if request.form.get("version") != str(found.version):
        flash(_("Somebody has changed this service since you opened the page. Read it again."), "error")
        return redirect(url_for(".service", service_id=service_id), 303)
    try:
        confirm_service(found, current_act())
    except ServiceRefused as refused:
        return _refused(service_id, refused)
    return _done(service_id, _("Confirmed today. Thank you."))


@bp.route("/<uuid:service_id>/close", methods=["GET", "POST"])
@requires(*KEEPERS)
def close(service_id: UUID) -> ResponseReturnValue:
    """Close it for a time. For good is for staff."""
    found = changed_service(service_id)
    form = CloseForm()
    if form.validate_on_submit():
        days = {"since": form.closed_from.data, "until": form.closed_until.data}
        try:
            close_service(found, **days, because=form.because.data, act=current_act())
        except ServiceRefused as refused:
            return _refused(service_id, refused)
        return _done(service_id, _("Readers are told that it is closed, from two weeks before."))
    return form_page("directory/close.html", form=form, service=found)


@bp.post("/<uuid:service_id>/<act>")
@requires(*CHANGERS)
def do(service_id: UUID, act: str) -> ResponseReturnValue:
    if act not in ACTS:
        abort(404)
    found = changed_service(service_id)
    operation, text = ACTS[act]
    try:
        operation(found, current_act())
    except ServiceRefused as refused:
        return _refused(service_id, refused)
    return _done(service_id, str(text))


def _asked_for(found: Service) -> dict[str, Any]:
    """What its organisation asks for, or what staff said to that last, for its members and for staff."""
    pending = find_pending(found.id)
    decided = None if pending else find_latest_decided(found.id)
    is_draft = is_own_draft(found)
    is_back = decided is not None and decided.state == RevisionState.GIVEN_BACK and (is_draft or not decided.is_new)
    given_back = decided if is_back else None
    rows = differences(pending) if pending and not pending.is_new else ()
    late = pending is not None and bool(overtaken(pending, values_of(found)))
    return {"pending": pending, "given_back": given_back, "is_draft_of_theirs": is_draft, "waiting": rows, "is_overtaken": late}


def _add(form: NewServiceForm) -> Service | None:
    """The new service; None where the form has to be mended."""
    me, organisation = current_account(), None
    if form.organisation_id.data:
        try:
            organisation = get_organisation(form.organisation_id.data, scope=me.scope)
        except UnknownOrganisation:
            abort(404)
    try:
        return add_service(form.form_key.data, form.values(), current_act(), organisation=organisation)
    except ServiceRefused as refused:
        form.refuse(form.name, REFUSALS[refused.refusal])
        return None


def _refused(service_id: UUID, refused: ServiceRefused) -> ResponseReturnValue:
    db.session.rollback()
    flash(REFUSALS[refused.refusal], "error")
    return redirect(url_for(".service", service_id=service_id), 303)


def _done(service_id: UUID, text: str) -> ResponseReturnValue:
    db.session.commit()
    flash(text, "success")
    return redirect(url_for(".service", service_id=service_id), 303)
