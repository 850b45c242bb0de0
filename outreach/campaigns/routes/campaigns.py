"""Campaigns as a whole: the list, planning one, its first page, changing, copying and archiving it."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from outreach.accounts.access import current_account, current_config, requires
from outreach.campaigns.access import changed_campaign, current_asker, seen_campaign
from outreach.campaigns.forms import CopyForm, DetailsForm, NewCampaignForm, StrategyForm, values_of
from outreach.campaigns.frame import find_moves, find_next, frame_of
from outreach.campaigns.labels import REFUSALS
from outreach.campaigns.lists import ACTIONS, CAMPAIGNS, actions_listed, campaigns_listed, today
from outreach.campaigns.models import Campaign
from outreach.campaigns.operations import CampaignRefused, archive, change_campaign, copy_campaign, make_campaign, unarchive
from outreach.campaigns.queries import find_owners, find_staff
from outreach.campaigns.routes import CHANGERS, READERS, bp
from outreach.core.db import db
from outreach.web.conflicts import conflict_page
from outreach.web.forms import find_made, form_page


@bp.get("")
@requires(*READERS)
def index() -> ResponseReturnValue:
    return CAMPAIGNS.answer("campaigns/index.html", campaigns_listed(current_asker()), may_make=current_account().role in CHANGERS)


@bp.get("/actions")
@requires(*READERS)
def actions() -> ResponseReturnValue:
    """The actions of every campaign."""
    return ACTIONS.answer("campaigns/all_actions.html", actions_listed(current_asker()))


@bp.route("/new", methods=["GET", "POST"])
@requires(*CHANGERS)
def new() -> ResponseReturnValue:
    me = current_account()
    form = NewCampaignForm()
    form.offer(current_asker(), find_staff())
    if form.validate_on_submit():
        if find_made(Campaign, form) is None:
            make_campaign(form.form_key.data, form.values() | {"owner_id": me.id}, by=me.id, now=current_config().clock())
            db.session.commit()
            flash(_("The campaign is a draft. The list on its page says what it needs before it can be approved."), "success")
        return redirect(url_for(".campaign", campaign_id=form.form_key.data), 303)
    return form_page("campaigns/new.html", form=form)


@bp.get("/<uuid:campaign_id>")
@requires(*READERS)
def campaign(campaign_id: UUID) -> ResponseReturnValue:
    campaign = seen_campaign(campaign_id)
    move, hurdles = find_next(campaign)
    people = find_owners([campaign.owner_id, *campaign.team])
    who = {"owner": people[campaign.owner_id], "team": sorted({people[one] for one in campaign.team})}
    ahead = {"next_move": move, "hurdles": hurdles, "moves": find_moves(campaign)}
    return render_template("campaigns/campaign.html", **frame_of(campaign), **who, **ahead)


@bp.route("/<uuid:campaign_id>/details", methods=["GET", "POST"])
@requires(*CHANGERS)
def edit(campaign_id: UUID) -> ResponseReturnValue:
    """Name, dates, areas, people, commitments."""
    campaign = changed_campaign(campaign_id)
    staff = find_staff(campaign.owner_id, *campaign.team)
    data = DetailsForm.data_of(campaign, staff)
    form = DetailsForm.of(campaign, **data)
    form.offer(current_asker(), staff, present=campaign)
    if form.validate_on_submit():
        if form.is_stale(campaign, **data):
            return conflict_page(form, campaign, **data)
        try:
            change_campaign(campaign, form.values(), by=current_account().id, now=current_config().clock())
        except CampaignRefused as refused:
            return _refused(campaign_id, refused)
        return _done(campaign_id, _("Saved."))
    return form_page("campaigns/edit.html", form=form, campaign=campaign, heading=_("Change the details"))


@bp.route("/<uuid:campaign_id>/strategy", methods=["GET", "POST"])
@requires(*CHANGERS)
def strategy(campaign_id: UUID) -> ResponseReturnValue:
    """Insight, strategy, implementation, scoring, and what was learnt."""
    campaign = changed_campaign(campaign_id)
    form = StrategyForm.of(campaign)
    if form.validate_on_submit():
        if form.is_stale(campaign):
            return conflict_page(form, campaign)
        try:
            change_campaign(campaign, values_of(form), by=current_account().id, now=current_config().clock())
        except CampaignRefused as refused:
            return _refused(campaign_id, refused)
        return _done(campaign_id, _("Saved."))
    return form_page("campaigns/edit.html", form=form, campaign=campaign, heading=_("Change the strategy"))


@bp.route("/<uuid:campaign_id>/copy", methods=["GET", "POST"])
@requires(*CHANGERS)
def copy(campaign_id: UUID) -> ResponseReturnValue:
    """A new draft like this one, where this one lies, and owned by whoever makes it."""
    campaign = changed_campaign(campaign_id)
    form = CopyForm(data={"name": _("%(name)s (copy)", name=campaign.name), "starts_on": today()})
    if form.validate_on_submit():
        if find_made(Campaign, form) is None:
            about = {"name": form.name.data, "starts_on": form.starts_on.data}
            copy_campaign(campaign, form.form_key.data, **about, by=current_account().id, now=current_config().clock())
        return _done(form.form_key.data, _("This is the copy, a draft. Its days are moved, and its states begin anew."))
    return form_page("campaigns/copy.html", form=form, campaign=campaign)


@bp.post("/<uuid:campaign_id>/archive")
@requires(*CHANGERS)
def put_away(campaign_id: UUID) -> ResponseReturnValue:
    campaign = changed_campaign(campaign_id)
    try:
        archive(campaign, by=current_account().id, now=current_config().clock())
    except CampaignRefused as refused:
        return _refused(campaign_id, refused)
    return _done(campaign_id, _("The campaign is archived. It is out of the lists, and can be taken back."))


@bp.post("/<uuid:campaign_id>/unarchive")
@requires(*CHANGERS)
def take_out(campaign_id: UUID) -> ResponseReturnValue:
    unarchive(changed_campaign(campaign_id), by=current_account().id, now=current_config().clock())
    return _done(campaign_id, _("The campaign is in the lists again."))


def _done(campaign_id: UUID, text: str) -> ResponseReturnValue:
    db.session.commit()
    flash(text, "success")
    return redirect(url_for(".campaign", campaign_id=campaign_id), 303)


def _refused(campaign_id: UUID, refused: CampaignRefused) -> ResponseReturnValue:
    db.session.rollback()
    flash(REFUSALS[refused.refusal], "error")
    return redirect(url_for(".campaign", campaign_id=campaign_id), 303)
