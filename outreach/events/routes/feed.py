"""Somebody's own calendar, at its secret address: read without a session, by programs that ask again and again."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from outreach.accounts.access import current_config
from outreach.accounts.calendar_keys import find_calendar_owner
from outreach.campaigns.lists import today
from outreach.campaigns.queries import asker_of
from outreach.events.diary import find_diary, find_diary_state
from outreach.events.ical import CONTENT_TYPE, write_calendar
from outreach.web.access import public

feed_bp = Blueprint("calendars", __name__, url_prefix="/m/calendar")


@feed_bp.get("/<uuid:key_id>/<token>.ics")
@public
def own_calendar(key_id: UUID, token: str) -> ResponseReturnValue:
    """What whoever owns the address may see; 404 for an address that is nobody's, or nobody's any more."""
    config = current_config()
    owner = find_calendar_owner(key_id, token, config)
    if owner is None:
        abort(404)
    asker = asker_of(owner)
    state = find_diary_state(asker, today())
    is_known = request.if_none_match.contains_weak(state)
    body = "" if is_known else write_calendar("Outreach", find_diary(asker, today(), public_url=config.public_url))
    response = Response(body, status=304 if is_known else 200, content_type=CONTENT_TYPE)
    response.set_etag(state)
    response.headers["Cache-Control"] = "private, no-cache"
    return response
