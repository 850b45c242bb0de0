"""What an address names, for whoever asks: out of their sight it is not there, and out of their hands it is refused."""

from __future__ import annotations

from uuid import UUID

from flask import abort, request

from outreach.accounts.access import current_account
from outreach.briefings.models import Briefing, Edition, Issue
from outreach.briefings.queries import UnknownBriefing, get_briefing, get_edition, get_issue
from outreach.briefings.rules import may_issue, may_write


def seen_briefing(briefing_id: UUID) -> Briefing:
    """The material, or 404; locked where the request writes."""
    try:
        return get_briefing(briefing_id, is_locked=request.method == "POST")
    except UnknownBriefing:
        abort(404)


def written_briefing(briefing_id: UUID) -> Briefing:
    """The material, for a view that changes it or its versions: 403 for those who do not write for all forces."""
    found = seen_briefing(briefing_id)
    if not may_write(current_account().part):
        abort(403)
    return found


def seen_edition(edition_id: UUID) -> Edition:
    """A version, or 404. Where the request writes, the material is locked first, and then the version."""
    is_locked = request.method == "POST"
    try:
        found = get_edition(edition_id)
        if is_locked:
            get_briefing(found.briefing_id, is_locked=True)
            found = get_edition(edition_id, is_locked=True)
    except UnknownBriefing:
        abort(404)
    return found


def written_edition(edition_id: UUID) -> Edition:
    """A version, for a view that changes it."""
    found = seen_edition(edition_id)
    if not may_write(current_account().part):
        abort(403)
    return found


def seen_issue(issue_id: UUID) -> Issue:
    """The issue, or 404; locked where the request writes."""
    try:
        return get_issue(issue_id, scope=current_account().scope, is_locked=request.method == "POST")
    except UnknownBriefing:
        abort(404)


def handled_issue(issue_id: UUID) -> Issue:
    """The issue, for a view that acknowledges, corrects or changes it: 403 for those who may not issue to its area."""
    found = seen_issue(issue_id)
    if not may_issue(current_account().part, found.area):
        abort(403)
    return found
