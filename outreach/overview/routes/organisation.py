"""An organisation's own pages that read several features: where it stands, its hours and events, everything about it, and leaving."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import logout_user

from outreach.accounts.access import current_account, current_config, requires
from outreach.accounts.rules import Role
from outreach.audit.operations import record
from outreach.campaigns.lists import today
from outreach.core.db import db
from outreach.directory.assigning import Act
from outreach.directory.history import field_labels
from outreach.directory.revising import drop_all
from outreach.overview.labels import ACTIONS
from outreach.overview.listed import find_listed
from outreach.overview.organisation import (
    copy_of,
    count_hosted_ahead,
    find_acts,
    find_hosted,
    find_reports,
    find_standing,
    find_to_dos,
    member_names,
    name_actor,
)
from outreach.overview.raised import find_raised
from outreach.overview.vetted import find_vetted
from outreach.partners.access import current_membership
from outreach.partners.labels import FIELDS, REFUSALS
from outreach.partners.lists import OWN_HOURS
from outreach.partners.membership import count_leaving, leave_programme
from outreach.partners.models import Hours
from outreach.partners.operations import subject_of
from outreach.partners.own_forms import HoursForm, LeaveForm, NewHoursForm
from outreach.partners.queries import find_consents
from outreach.partners.routes.pages import own_bp as bp
from outreach.partners.rules import KEPT_AFTER_LEAVING, PartnerRefused
from outreach.partners.sections import PUBLIC_FIELDS, SECTIONS, described
from outreach.partners.working import Given, change, enter, given_of, hours_of, remove, sum_up
from outreach.web.conflicts import conflict_page
from outreach.web.forms import find_made, form_page


@bp.get("")
@requires(Role.PARTNER)
def index() -> ResponseReturnValue:
    """Where the organisation stands, and what waits for it."""
    member, now = current_membership(), current_config().clock()
    return render_template(
        "partners/own.html",
        member=member,
        organisation=member.organisation,
        standing=find_standing(member.organisation, now),
        to_dos=find_to_dos(member, now),
    )


@bp.get("/hours")
@requires(Role.PARTNER)
def hours() -> ResponseReturnValue:
    query = hours_of(current_membership().organisation_id)
    return OWN_HOURS.answer("partners/hours.html", query, totals=sum_up(query))


@bp.route("/hours/new", methods=["GET", "POST"])
@requires(Role.PARTNER)
def new_hours() -> ResponseReturnValue:
    organisation = current_membership().organisation
    form = NewHoursForm()
    form.offer(_events(organisation.id))
    if form.validate_on_submit():
        if find_made(Hours, form) is None:
            enter(organisation.id, form.form_key.data, _given(form), by=current_account(), now=current_config().clock())
            db.session.commit()
        flash(_("Entered. Staff of the programme confirm it."), "success")
        return redirect(url_for(".hours"), 303)
    return form_page("partners/edit_hours.html", form=form, hours=None)


@bp.route("/hours/<uuid:hours_id>", methods=["GET", "POST"])
@requires(Role.PARTNER)
def edit_hours(hours_id: UUID) -> ResponseReturnValue:
    """Hours, to be changed until staff have confirmed them."""
    organisation = current_membership().organisation
    found = _hours(organisation.id, hours_id)
    data: dict[str, Any] = {"hours": found.minutes / 60, "wants_payment": found.asked_pence is not None}
    form = HoursForm.of(found, **data)
    form.offer(_events(organisation.id))
    if form.validate_on_submit():
        if form.is_stale(found, **data) and _given(form) != given_of(found):
            return conflict_page(form, found, **data)
        try:
            change(found, _given(form), by=current_account(), now=current_config().clock())
        except PartnerRefused as refused:
            return _refused(refused)
        db.session.commit()
        flash(_("Saved."), "success")
        return redirect(url_for(".hours"), 303)
    return form_page("partners/edit_hours.html", form=form, hours=found)


@bp.post("/hours/<uuid:hours_id>/remove")
@requires(Role.PARTNER)
def remove_hours(hours_id: UUID) -> ResponseReturnValue:
    organisation = current_membership().organisation
    try:
        remove(_hours(organisation.id, hours_id), by=current_account(), now=current_config().clock())
    except PartnerRefused as refused:
        return _refused(refused)
    db.session.commit()
    flash(_("Taken out."), "success")
    return redirect(url_for(".hours"), 303)


@bp.get("/everything")
@requires(Role.PARTNER)
def everything() -> ResponseReturnValue:
    """What the platform says about the organisation, everywhere."""
    member, now = current_membership(), current_config().clock()
    organisation = member.organisation
    names = member_names(organisation.id)
    acts = [
        {
            "at": one.at,
            "who": name_actor(one.actor, names),
            "what": ACTIONS.get(one.action, one.action),
            "changed": [FIELDS.get(name, name) for name in one.changed],
        }
        for one in find_acts(organisation.id)[:50]
    ]
    return render_template(
        "partners/everything.html",
        member=member,
        organisation=organisation,
        standing=find_standing(organisation, now),
        consents=find_consents(organisation.id),
        rows=[row for row in described(organisation.profile, PUBLIC_FIELDS) if row[2]],
        services=find_listed(organisation.id),
        service_fields=field_labels(),
        events=find_hosted(organisation.id),
        reports=find_reports(organisation.name),
        totals=sum_up(hours_of(organisation.id)),
        vetted=find_vetted(organisation),
        titles={key: section.title for key, section in SECTIONS.items()},
        alerts=find_raised(organisation.id),
        acts=acts,
    )


@bp.post("/copy")
@requires(Role.PARTNER)
def take_copy() -> ResponseReturnValue:
    """All that is held about the organisation, as one JSON file."""
    organisation, now = current_membership(as_owner=True).organisation, current_config().clock()
    record("organisation.exported", subject_of(organisation.id), by=str(current_account().id), now=now)
    text = json.dumps(copy_of(organisation, now), ensure_ascii=False, indent=2)
    db.session.commit()
    headers = {"Content-Disposition": f'attachment; filename="outreach-{today().isoformat()}.json"'}
    return Response(text, mimetype="application/json", headers=headers)


@bp.route("/leave", methods=["GET", "POST"])
@requires(Role.PARTNER)
def leave() -> ResponseReturnValue:
    """Leave at once: what ends is told in numbers, and asked once."""
    organisation, now = current_membership(as_owner=True).organisation, current_config().clock()
    form = LeaveForm()
    if form.validate_on_submit():
        try:
            drop_all(organisation.id, Act(current_account().id, now))
            leave_programme(organisation, by=current_account(), now=now)
        except PartnerRefused as refused:
            return _refused(refused)
        db.session.commit()
        logout_user()
        return redirect(url_for("still_true.left"), 303)
    return form_page(
        "partners/leave.html",
        form=form,
        organisation=organisation,
        ends=count_leaving(organisation.id),
        events=count_hosted_ahead(organisation.id, today()),
        erased_at=now + KEPT_AFTER_LEAVING,
    )


def _events(organisation_id: UUID) -> list[tuple[str, str]]:
    return [(str(row.id), f"{row.held_on.isoformat()} {row.title}") for row in find_hosted(organisation_id)]


def _hours(organisation_id: UUID, hours_id: UUID) -> Hours:
    query = hours_of(organisation_id).where(Hours.id == hours_id)
    if request.method == "POST":
        query = query.with_for_update(of=Hours).execution_options(populate_existing=True)
    return db.session.scalar(query) or abort(404)


def _given(form: Any) -> Given:
    event_id = form.event_id.data if "event_id" in form else None
    asked = form.asked_pence.data if form.wants_payment.data else None
    return Given(form.worked_on.data, round(form.hours.data * 60), form.purpose.data, event_id, asked)


def _refused(refused: PartnerRefused) -> ResponseReturnValue:
    db.session.rollback()
    flash(REFUSALS[refused.refusal], "error")
    return redirect(url_for(".hours"), 303)
