"""Steps of a campaign from state to state, and of its actions on the board."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from outreach.accounts.access import current_account, current_config, requires
from outreach.campaigns.access import changed_campaign, current_asker
from outreach.campaigns.forms import MoveForm
from outreach.campaigns.frame import find_hurdles
from outreach.campaigns.labels import DOINGS, MOVED, MOVES, REFUSALS
from outreach.campaigns.models import Action
from outreach.campaigns.operations import CampaignRefused, move_action, move_campaign
from outreach.campaigns.queries import UnknownPart, get_part
from outreach.campaigns.routes import CHANGERS, bp
from outreach.campaigns.rules import STEPS, Doing, Move, Refusal, may_move
from outreach.core.db import db
from outreach.web.forms import form_page


@bp.route("/<uuid:campaign_id>/move/<move>", methods=["GET", "POST"])
@requires(*CHANGERS)
def move(campaign_id: UUID, move: str) -> ResponseReturnValue:
    """Take a step, or be told what stands in its way."""
    if move not in list(Move):
        abort(404)
    campaign, step = changed_campaign(campaign_id), Move(move)
    if not may_move(current_asker(), campaign.place, step):
        abort(403)
    form = MoveForm()
    if form.validate_on_submit():
        reason, me, now = form.reason.data or "", current_account().id, current_config().clock()
        try:
            move_campaign(campaign, step, asker=current_asker(), by=me, reason=reason, now=now)
        except CampaignRefused as refused:
            db.session.rollback()
            if refused.refusal in (Refusal.STATE, Refusal.FROZEN):
                flash(REFUSALS[refused.refusal], "error")
                return redirect(url_for(".campaign", campaign_id=campaign_id), 303)
            form.refuse(form.reason, REFUSALS[refused.refusal])
            campaign = changed_campaign(campaign_id)
        else:
            db.session.commit()
            flash(MOVED[step], "success")
            return redirect(url_for(".campaign", campaign_id=campaign_id), 303)
    hurdles = find_hurdles(campaign, step)
    return form_page("campaigns/move.html", form=form, campaign=campaign, heading=MOVES[step], step=STEPS[step], hurdles=hurdles)


@bp.post("/<uuid:campaign_id>/action/<uuid:part_id>/doing")
@requires(*CHANGERS)
def doing(campaign_id: UUID, part_id: UUID) -> ResponseReturnValue:
    """Put an action into another column of the board."""
    campaign, wanted = changed_campaign(campaign_id), request.form.get("doing", "")
    if wanted not in list(Doing):
        abort(400)
    try:
        action = get_part(Action, part_id, campaign)
        move_action(action, Doing(wanted), campaign, by=current_account().id, now=current_config().clock())
    except UnknownPart:
        abort(404)
    except CampaignRefused as refused:
        db.session.rollback()
        flash(REFUSALS[refused.refusal], "error")
    else:
        db.session.commit()
        flash(_("“%(action)s” stands at “%(where)s” now.", action=action.title, where=DOINGS[Doing(wanted)]), "success")
    view = "list" if request.args.get("view") == "list" else None
    return redirect(url_for(".section", campaign_id=campaign_id, name="actions", view=view, _anchor=f"action-{part_id}"), 303)
