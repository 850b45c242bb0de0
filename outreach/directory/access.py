"""The service that an address names, for whoever asks: out of their sight it is not there, and out of their hands it is refused."""

from __future__ import annotations

from uuid import UUID

from flask import abort, request

from outreach.accounts.access import current_account, current_config
from outreach.accounts.rules import EDITORS, STAFF, Role
from outreach.directory.assigning import Act
from outreach.directory.models import Service
from outreach.directory.queries import UnknownService, get_service
from outreach.directory.rules import may_change
from outreach.partners.queries import find_membership

READERS = (*(role for role in Role if role in STAFF), Role.PARTNER)
CHANGERS = tuple(role for role in Role if role in EDITORS)
KEEPERS = (*CHANGERS, Role.PARTNER)  # who may say what holds at once, and that it is still true


NOBODY = UUID(int=0)


def current_act() -> Act:
    return Act(current_account().id, current_config().clock())


def own_organisation() -> UUID | None:
    """For which organisation the present account speaks; None for staff. A partner who speaks for none has no service in sight."""
    me = current_account()
    if me.role != Role.PARTNER:
        return None
    membership = find_membership(me.id)
    return membership.organisation_id if membership else NOBODY


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
    service = seen_service(service_id)
    if not is_in_hand(service):
        abort(403)
    return service


def is_in_hand(service: Service) -> bool:
    """Whether the present account may say what holds of *service*."""
    me = current_account()
    return me.role == Role.PARTNER or (me.role in EDITORS and may_change(me.scope, service.scope))
