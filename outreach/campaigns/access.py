"""The campaign that an address names, for whoever asks: out of their sight it is not there, and out of their hands it is refused."""

from __future__ import annotations

from uuid import UUID

from flask import abort, g, request

from outreach.accounts.access import current_account
from outreach.campaigns.models import Campaign
from outreach.campaigns.queries import UnknownCampaign, asker_of, get_campaign
from outreach.campaigns.rules import Asker, may_change


def current_asker() -> Asker:
    """Whoever is signed in, as rules and queries ask."""
    if "asker" not in g:
        g.asker = asker_of(current_account())
    asker: Asker = g.asker
    return asker


def seen_campaign(campaign_id: UUID) -> Campaign:
    """The campaign, or 404; locked where the request writes."""
    try:
        return get_campaign(campaign_id, asker=current_asker(), is_locked=request.method == "POST")
    except UnknownCampaign:
        abort(404)


def changed_campaign(campaign_id: UUID) -> Campaign:
    """The campaign, for a view that changes it: 404 out of sight, 403 where it is only to be read."""
    campaign = seen_campaign(campaign_id)
    if not may_change(current_asker(), campaign.place):
        abort(403)
    return campaign
