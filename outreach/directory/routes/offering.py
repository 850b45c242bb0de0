"""What members ask for about the services of their organisation: a new one, a change, or neither any more."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from outreach.accounts.access import requires
from outreach.accounts.rules import Role, Scope
from outreach.core.db import db
from outreach.directory.access import changed_service, current_act, own_partner, seen_service
from outreach.directory.forms import SECTIONS, OfferForm, ServiceForm, data_of
from outreach.directory.labels import REFUSALS
from outreach.directory.models import Service
from outreach.directory.operations import ServiceRefused
from outreach.directory.queries import find_pending, is_own_draft
from outreach.directory.revising import Asked, ask, offer_service, take_back, wanted_values
from outreach.directory.routes import bp
from outreach.directory.rules import LIVING, Refusal
from outreach.partners.models import Organisation
from outreach.web.conflicts import conflict_page
from outreach.web.forms import find_made, form_page


@bp.route("/offer", methods=["GET", "POST"])
@requires(Role.PARTNER)
def offer() -> ResponseReturnValue:
    """A new service of theirs: a draft, until somebody of the staff shows it."""
    organisation = own_partner()
    form = OfferForm()
    form.offer_to_members(organisation.scope)
    if form.validate_on_submit():
        made = find_made(Service, form)
        if made is not None and made.organisation_id != organisation.id:
            abort(404)
        made = made or _offer(form, organisation)
        if made is not None:
            db.session.commit()
            flash(_("Sent. The programme looks at it; until then readers do not see it, and you can change it."), "success")
            return redirect(url_for(".service", service_id=made.id), 303)
    return form_page("directory/edit.html", form=form, service=None, headed=SECTIONS, alike=(), is_member=True, is_draft=True)


@bp.route("/<uuid:service_id>/ask", methods=["GET", "POST"])
@requires(Role.PARTNER)
def ask_for(service_id: UUID) -> ResponseReturnValue:
    """Change a service of theirs: a draft at once, what staff have approved by a change that waits. It begins with what waits."""
    organisation, found = own_partner(), seen_service(service_id)
    if found.stage not in LIVING:
        return _refused(ServiceRefused(Refusal.STAGE), service_id)
    pending, is_draft = find_pending(found.id), is_own_draft(found)
    wanted = wanted_values(found, pending)
    seen, data = SimpleNamespace(version=f"{found.version}.{pending.version if pending else 0}", **wanted), data_of(wanted)
    form = ServiceForm.of(seen, **data)
    scope = organisation.scope
    form.offer_to_members(Scope(scope.is_national or found.is_national, scope.areas), kept=found.scope.areas | frozenset(wanted["areas"]))
    if form.validate_on_submit():
        if form.is_stale(seen, **data):
            return conflict_page(form, seen, **data)
        try:
            asked = ask(found, form.values(), current_act())
        except ServiceRefused as refused:
            db.session.rollback()
            form.refuse(form.name, REFUSALS[refused.refusal])
        else:
            db.session.commit()
            flash(_said(asked, is_draft=is_draft), "success")
            return redirect(url_for(".service", service_id=service_id), 303)
    return form_page("directory/edit.html", form=form, service=found, headed=SECTIONS, alike=(), is_member=True, is_draft=is_draft)


@bp.post("/<uuid:service_id>/take-change-back")
@requires(Role.PARTNER)
def take_change_back(service_id: UUID) -> ResponseReturnValue:
    """What waits is not wanted any more; a draft of theirs goes out of the lists."""
    found = changed_service(service_id)
    is_draft = is_own_draft(found)
    try:
        take_back(found, current_act())
    except ServiceRefused as refused:
        return _refused(refused, service_id)
    db.session.commit()
    kept = _("Taken back. What is approved stays as it is.")
    flash(_("Taken back. It is in the archive, and readers have not seen it.") if is_draft else kept, "success")
    return redirect(url_for(".service", service_id=service_id), 303)


def _offer(form: OfferForm, organisation: Organisation) -> Service | None:
    """The new service; None where the form has to be mended."""
    try:
        return offer_service(form.form_key.data, form.values(), current_act(), organisation=organisation)
    except ServiceRefused as refused:
        db.session.rollback()
        form.refuse(form.name, REFUSALS[refused.refusal])
        return None


def _said(asked: Asked, *, is_draft: bool) -> Any:
    if is_draft:
        return _("Saved. It waits for somebody of the programme, and readers do not see it until then.")
    if asked.waiting and asked.at_once:
        return _("Hours and room are so from now on. The programme looks at the rest; until then readers see what was approved.")
    if asked.waiting:
        return _("Saved. The programme looks at it; until then readers see what was approved.")
    return _("Saved. It is so from now on.") if asked.at_once else _("Nothing waits: all is as it was approved.")


def _refused(refused: ServiceRefused, service_id: UUID) -> ResponseReturnValue:
    db.session.rollback()
    flash(REFUSALS[refused.refusal], "error")
    return redirect(url_for(".service", service_id=service_id), 303)
