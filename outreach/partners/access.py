"""For which organisation somebody speaks, and which one staff ask about: what is not theirs is not there (404)."""

from __future__ import annotations

from uuid import UUID

from flask import abort, request
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from outreach.accounts.access import current_account
from outreach.core.db import db
from outreach.partners.models import Member, Organisation
from outreach.partners.queries import UnknownOrganisation, find_membership, get_organisation
from outreach.partners.rules import Stage


def current_membership(*, as_owner: bool = False) -> Member:
    """That the present account speaks for a partner, with the organisation, which is locked where the request writes.

    404 for somebody who speaks for none, 403 for an editor where only owners may (*as_owner*).
    """
    member = find_membership(current_account().id)
    if member and request.method == "POST":
        lock_organisation(member.organisation_id)
        again = select(Member).where(Member.account_id == member.account_id).options(joinedload(Member.organisation))
        member = db.session.scalar(again.execution_options(populate_existing=True))
    if member is None or member.organisation.stage != Stage.APPROVED:
        abort(404)
    if as_owner and not member.is_owner:
        abort(403)
    return member


def lock_organisation(organisation_id: UUID) -> None:
    """Whoever does something to this organisation waits until the present transaction ends."""
    locked = select(Organisation).where(Organisation.id == organisation_id).with_for_update(of=Organisation)
    db.session.scalar(locked.execution_options(populate_existing=True))


def seen_organisation(organisation_id: UUID) -> Organisation:
    """An organisation in sight of the present member of staff, locked where the request writes; or 404."""
    try:
        return get_organisation(organisation_id, scope=current_account().scope, is_locked=request.method == "POST")
    except UnknownOrganisation:
        abort(404)
