"""The service that an address names, for whoever asks: out of their sight it is not there, and out of their hands it is refused."""

from __future__ import annotations

from typing import NoReturn
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from sqlalchemy.orm.attributes import set_committed_value

from outreach.accounts.access import current_account, current_config
from outreach.accounts.rules import EDITORS, STAFF, Role
from outreach.core.db import db
from outreach.directory.assigning import Act
from outreach.directory.labels import REFUSALS
from outreach.directory.models import Service, ServiceChange
from outreach.directory.queries import UnknownService, changes_in_sight, get_service
from outreach.directory.revising import is_partner, wanted_scope
from outreach.directory.rules import Refusal, may_approve, may_change
from outreach.partners.access import current_membership
from outreach.partners.models import Organisation
from outreach.partners.queries import find_membership
from outreach.partners.rules import Stage

READERS = (*(role for role in Role if role in STAFF), Role.PARTNER)
CHANGERS = tuple(role for role in Role if role in EDITORS)
KEEPERS = (*CHANGERS, Role.PARTNER)  # who may say what holds at once, and that it is still true


NOBODY = UUID(int=0)


def current_act() -> Act:
    return Act(current_account().id, current_config().clock())


def own_organisation() -> UUID | None:
    """For which organisation the present account speaks; None for staff. A partner who speaks for none, or for one that has left, has no
    service in sight.
    """
    me = current_account()
    if me.role != Role.PARTNER:
        return None
    membership = find_membership(me.id)
    return membership.organisation_id if membership and membership.organisation.stage == Stage.APPROVED else NOBODY


def own_partner() -> Organisation:
    """The organisation for which the present account speaks, for a view that asks for something; locked where the request writes. 404 for
    somebody who speaks for none; while it is paused its members are sent back before they have typed anything.
    """
    organisation = current_membership().organisation
    if request.method != "POST" and not is_partner(organisation):
        _send_back()
    return organisation


def seen_service(service_id: UUID) -> Service:
    """The service, or 404; locked where the request writes."""
    organisation_id = own_organisation()
    scope = current_account().scope if organisation_id is None else None
    try:
        return get_service(service_id, scope=scope, organisation_id=organisation_id, is_locked=request.method == "POST")
    except UnknownService:
        abort(404)


def changed_service(service_id: UUID) -> Service:
    """The service, for a view that changes it: 404 out of sight, 403 where it is only to be read. Members reach their own."""
    is_member = current_account().role == Role.PARTNER
    if is_member:
        current_membership()  # first, as everywhere: whoever makes the organisation leave or pauses it waits, or has done so
    service = seen_service(service_id)
    if not is_in_hand(service):
        _send_back() if is_member else abort(403)
    return service


def seen_change(change_id: UUID) -> ServiceChange:
    """What an organisation asks for, in sight of the present member of staff, or 404; its service locked where the request writes."""
    wanted = changes_in_sight(current_account().scope).where(ServiceChange.id == change_id)
    change = db.session.scalar(wanted) or abort(404)
    service = seen_service(change.service_id)
    if request.method == "POST":
        db.session.refresh(change)
    set_committed_value(change, "service", service)
    return change


def may_decide(change: ServiceChange) -> bool:
    """Whether the present account may say yes or no to what an organisation asks for."""
    me = current_account()
    return me.role in EDITORS and may_approve(me.scope, change.service.scope, wanted_scope(change))


def is_in_hand(service: Service) -> bool:
    """Whether the present account may say what holds of *service*."""
    me = current_account()
    if me.role == Role.PARTNER:
        return is_partner(service.organisation)
    return me.role in EDITORS and may_change(me.scope, service.scope)


def _send_back() -> NoReturn:
    flash(REFUSALS[Refusal.PAUSED], "error")
    abort(redirect(url_for("directory.index"), 303))
