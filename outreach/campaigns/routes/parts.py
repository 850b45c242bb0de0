"""The parts of a campaign: adding one, changing it, setting it aside and taking it back. One shape for all kinds (`parts.KINDS`)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from outreach.accounts.access import current_account, current_config, requires
from outreach.campaigns.access import changed_campaign
from outreach.campaigns.forms import values_of
from outreach.campaigns.labels import REFUSALS
from outreach.campaigns.lists import today
from outreach.campaigns.models import Campaign, Objective, Part
from outreach.campaigns.operations import CampaignRefused, add_part, change_part, set_aside, take_back
from outreach.campaigns.part_forms import PartFields, choices_of
from outreach.campaigns.parts import KINDS, PartKind
from outreach.campaigns.queries import UnknownPart, find_helpers, find_parts, find_people, get_part
from outreach.campaigns.routes import CHANGERS, bp
from outreach.commitments.forms import commitment_choices
from outreach.core.db import db
from outreach.web.conflicts import conflict_page
from outreach.web.forms import find_made, form_page


@bp.route("/<uuid:campaign_id>/<kind>/add", methods=["GET", "POST"])
@requires(*CHANGERS)
def add(campaign_id: UUID, kind: str) -> ResponseReturnValue:
    campaign, part_kind = changed_campaign(campaign_id), _kind(kind)
    form = part_kind.new_form(data=_suggestions(campaign))
    part = part_kind.model(campaign_id=campaign.id)
    form.settle(part)
    _offer(form, campaign, part)
    if form.validate_on_submit():
        try:
            if find_made(part_kind.model, form) is None:
                values, now = part_kind.start() | values_of(form), current_config().clock()
                add_part(part_kind.model, form.form_key.data, campaign, values, by=current_account().id, now=now)
        except CampaignRefused as refused:
            return _refused(campaign, part_kind, refused)
        return _done(campaign, part_kind, _("Added."))
    return form_page("campaigns/part.html", form=form, campaign=campaign, kind=part_kind, heading=part_kind.add, part=None)


@bp.route("/<uuid:campaign_id>/<kind>/<uuid:part_id>", methods=["GET", "POST"])
@requires(*CHANGERS)
def change(campaign_id: UUID, kind: str, part_id: UUID) -> ResponseReturnValue:
    campaign, part_kind = changed_campaign(campaign_id), _kind(kind)
    part = _part(part_kind, part_id, campaign)
    data = part_kind.fields.data_of(part)
    form = part_kind.edit_form.of(part, **data)
    form.settle(part)
    _offer(form, campaign, part)
    if form.validate_on_submit():
        if form.is_stale(part, **data):
            return conflict_page(form, part, **data)
        try:
            change_part(part, campaign, values_of(form), by=current_account().id, now=current_config().clock())
        except CampaignRefused as refused:
            return _refused(campaign, part_kind, refused)
        return _done(campaign, part_kind, _("Saved."))
    return form_page("campaigns/part.html", form=form, campaign=campaign, kind=part_kind, heading=part_kind.change, part=part)


@bp.post("/<uuid:campaign_id>/<kind>/<uuid:part_id>/set-aside")
@requires(*CHANGERS)
def aside(campaign_id: UUID, kind: str, part_id: UUID) -> ResponseReturnValue:
    campaign, part_kind = changed_campaign(campaign_id), _kind(kind)
    try:
        set_aside(_part(part_kind, part_id, campaign), campaign, by=current_account().id, now=current_config().clock())
    except CampaignRefused as refused:
        return _refused(campaign, part_kind, refused)
    return _done(campaign, part_kind, _("It is set aside, and counts no more. You can take it back from the end of this page."))


@bp.post("/<uuid:campaign_id>/<kind>/<uuid:part_id>/take-back")
@requires(*CHANGERS)
def back(campaign_id: UUID, kind: str, part_id: UUID) -> ResponseReturnValue:
    campaign, part_kind = changed_campaign(campaign_id), _kind(kind)
    try:
        take_back(_part(part_kind, part_id, campaign), campaign, by=current_account().id, now=current_config().clock())
    except CampaignRefused as refused:
        return _refused(campaign, part_kind, refused)
    return _done(campaign, part_kind, _("It counts again."))


def _kind(kind: str) -> PartKind:
    return KINDS.get(kind) or abort(404)


def _part(kind: PartKind, part_id: UUID, campaign: Campaign) -> Any:
    try:
        return get_part(kind.model, part_id, campaign)
    except UnknownPart:
        abort(404)


def _offer(form: PartFields, campaign: Campaign, part: Part) -> None:
    """Whoever stands there already stays to be chosen, also when they have left."""
    present = find_people([getattr(part, "owner_id", None), getattr(part, "by_id", None)])
    people = {one.id: one.name for one in find_helpers(campaign.place)} if "owner_id" in form or "by_id" in form else {}
    form.offer(
        people=[(str(person_id), name) for person_id, name in {**present, **people}.items()],
        objectives=choices_of(find_parts(Objective, campaign.id)) if "objective_id" in form else [],
        commitments=commitment_choices() if "commitments" in form else [],
    )


def _suggestions(campaign: Campaign) -> dict[str, Any]:
    """What a new part begins with: today, whoever adds it, and what the address names (`?objective=…`, `?line=…`, `?about=…`)."""
    me = current_account().id
    named = {name: request.args[name] for name in ("line", "about") if name in request.args}
    objective = next((one.id for one in find_parts(Objective, campaign.id) if str(one.id) == request.args.get("objective")), None)
    return {
        "by_id": me,
        "owner_id": me,
        "measured_on": today(),
        "decided_on": today(),
        "assessed_on": today(),
        "objective_id": objective,
    } | named


def _done(campaign: Campaign, kind: PartKind, text: str) -> ResponseReturnValue:
    db.session.commit()
    flash(text, "success")
    return redirect(url_for(".section", campaign_id=campaign.id, name=kind.section), 303)


def _refused(campaign: Campaign, kind: PartKind, refused: CampaignRefused) -> ResponseReturnValue:
    campaign_id = campaign.id
    db.session.rollback()
    flash(REFUSALS[refused.refusal], "error")
    return redirect(url_for(".section", campaign_id=campaign_id, name=kind.section), 303)
