"""What organisations ask for about their own services, while readers see what was approved: a draft to be shown, or a change.

The service is locked by whoever calls. Who may decide for which areas is for them to say (`rules.may_approve`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from outreach.accounts.rules import Scope
from outreach.audit.operations import record
from outreach.content.never_say import find_said
from outreach.core.db import db
from outreach.directory import mails
from outreach.directory.assigning import COLUMNS, ROWS, Act, is_same, values_of
from outreach.directory.models import Service, ServiceChange
from outreach.directory.operations import (
    AT_ONCE,
    ServiceRefused,
    add_service,
    archive_service,
    change_at_once,
    change_service,
    show_service,
    subject_of,
)
from outreach.directory.queries import find_pending, is_own_draft
from outreach.directory.rules import LIVING, Refusal, find_refusal
from outreach.directory.words import has_markup
from outreach.directory.written import read_values, write_values
from outreach.partners.models import Organisation
from outreach.partners.rules import RevisionState
from outreach.partners.rules import Stage as PartnerStage

OF_STAFF = {"provider": "", "note": "", "trained_on": None, "contact_on": None}
"""What only staff say of a service, with what is so until they do."""
ASKED = frozenset({*COLUMNS, *ROWS, "description"}) - OF_STAFF.keys()


@dataclass(frozen=True, slots=True)
class Asked:
    """The values that a member's edit changed at once, and those of it that wait."""

    at_once: tuple[str, ...]
    waiting: tuple[str, ...]


def is_partner(organisation: Organisation | None) -> bool:
    """Whether the members of an organisation may say anything of its services now."""
    return organisation is not None and organisation.stage == PartnerStage.APPROVED and organisation.paused_at is None


def offer_service(service_id: UUID, values: Mapping[str, Any], act: Act, *, organisation: Organisation) -> Service:
    """A member enters a service of their organisation: a draft, which waits for somebody of the staff. *values*: `ASKED`.

    Raises ServiceRefused.
    """
    _check_asker(organisation, values)
    made = add_service(service_id, {**OF_STAFF, **values}, act, organisation=organisation)
    _add(made, {}, {}, act, is_new=True)
    return made


def ask(service: Service, values: Mapping[str, Any], act: Act) -> Asked:
    """A member wants the service to have these of its values. Their own draft has them at once and waits (again); of any other service
    hours and room are so at once, and the rest waits in the place of what waited before. What is wanted as it is waits no longer.

    Raises ServiceRefused.
    """
    _check_asker(service.organisation, values)
    if service.stage not in LIVING:
        raise ServiceRefused(Refusal.STAGE)
    if is_own_draft(service):
        return _edit_draft(service, values, act)
    present = values_of(service)
    changed = [name for name, value in values.items() if not is_same(name, present[name], value)]
    _check_whole({**present, **values})
    at_once = change_at_once(service, {name: values[name] for name in changed if name in AT_ONCE}, act)
    waiting = [name for name in changed if name not in AT_ONCE]
    before = {name: present[name] for name in waiting}
    _wait(service, write_values({name: values[name] for name in waiting}), write_values(before), act)
    db.session.flush()
    return Asked(tuple(at_once), tuple(waiting))


def take_back(service: Service, act: Act) -> None:
    """The organisation does not want it any more: a change is dropped, a draft of its own goes into the archive. Raises ServiceRefused."""
    is_draft, pending = is_own_draft(service), find_pending(service.id)
    if pending is None and not is_draft:
        raise ServiceRefused(Refusal.NOT_PENDING)
    if pending:
        _drop(pending, act)
    if is_draft:
        archive_service(service, act)


def wanted_values(service: Service, pending: ServiceChange | None) -> dict[str, Any]:
    """The service as its organisation wants it: its present values with what waits."""
    return {**values_of(service), **(read_values(pending.changes) if pending else {})}


def overtaken(change: ServiceChange, present: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields of a change that are something else by now than when it was asked for, whoever changed them."""
    before = read_values(change.before)
    return tuple(name for name, value in before.items() if not is_same(name, present[name], value))


def wanted_scope(change: ServiceChange) -> Scope:
    """Where the service would be, as its organisation wants it."""
    present, changes = change.service.scope, change.changes
    return Scope(changes.get("is_national", present.is_national), frozenset(changes.get("areas", present.areas)))


def version_of(change: ServiceChange) -> str:
    """What somebody has seen who looks at a change: it goes on with the change and with its service."""
    return f"{change.service.version}.{change.version}"


def approve(change: ServiceChange, *, version: str, act: Act) -> None:
    """Let the draft be shown, or the service be as its organisation wants it. Its members are told. An edit confirms nothing.

    Raises ServiceRefused: nothing waits, it has changed since the approver saw *version*, it is overtaken, it says what no page may say or
    does not fit together, or the approver asked for it.
    """
    service = change.service
    _check_seen(change, version, act)
    present = values_of(service)
    if overtaken(change, present):
        raise ServiceRefused(Refusal.OVERTAKEN)
    changes = read_values(change.changes)
    _check_whole({**present, **changes})
    _decide(change, RevisionState.APPROVED, act)
    db.session.flush()
    if change.is_new:
        show_service(service, act)
    else:
        change_service(service, changes, act)
    record("service.change-approved", subject_of(service.id), by=str(act.by), now=act.now, changed=sorted(changes))
    mails.note_decided(change, now=act.now)


def give_back(change: ServiceChange, *, version: str, reason: str, act: Act) -> None:
    """Not so: what stands stays, and the members are told why. Raises ServiceRefused as `approve` does before it looks at the words."""
    _check_seen(change, version, act)
    change.reason = reason
    _decide(change, RevisionState.GIVEN_BACK, act)
    record("service.change-given-back", subject_of(change.service_id), by=str(act.by), now=act.now)
    db.session.flush()
    mails.note_decided(change, now=act.now)


def drop_all(organisation_id: UUID, act: Act) -> None:
    """The organisation leaves: nothing of its services waits any more."""
    theirs = select(ServiceChange).join(Service).where(Service.organisation_id == organisation_id)
    for change in db.session.scalars(theirs.where(ServiceChange.state == RevisionState.PENDING)):
        _drop(change, act)


def _edit_draft(service: Service, values: Mapping[str, Any], act: Act) -> Asked:
    changed = change_service(service, values, act)
    pending = find_pending(service.id)
    if pending is None:
        _add(service, {}, {}, act, is_new=True)
    elif changed:
        pending.asked_by_id, pending.asked_at = act.by, act.now
    db.session.flush()
    return Asked((), tuple(changed))


def _wait(service: Service, changes: dict[str, Any], before: dict[str, Any], act: Act) -> None:
    pending = find_pending(service.id)
    if pending is None and changes:
        _add(service, changes, before, act)
    elif pending and not changes:
        _drop(pending, act)
    elif pending and (pending.changes, pending.before) != (changes, before):
        pending.changes, pending.before, pending.asked_by_id, pending.asked_at = changes, before, act.by, act.now
        record("service.change-changed", subject_of(service.id), by=str(act.by), now=act.now, changed=sorted(changes))


def _add(service: Service, changes: dict[str, Any], before: dict[str, Any], act: Act, *, is_new: bool = False) -> None:
    about = {"is_new": is_new, "changes": changes, "before": before, "asked_by_id": act.by, "asked_at": act.now}
    db.session.add(ServiceChange(service_id=service.id, **about))
    action = "service.offered" if is_new else "service.change-asked"
    record(action, subject_of(service.id), by=str(act.by), now=act.now, changed=sorted(changes))
    db.session.flush()


def _drop(pending: ServiceChange, act: Act) -> None:
    _decide(pending, RevisionState.TAKEN_BACK, act)
    record("service.change-taken-back", subject_of(pending.service_id), by=str(act.by), now=act.now)
    db.session.flush()


def _decide(change: ServiceChange, state: RevisionState, act: Act) -> None:
    change.state, change.decided_by_id, change.decided_at = state, act.by, act.now


def _check_asker(organisation: Organisation | None, values: Mapping[str, Any]) -> None:
    if not is_partner(organisation):
        raise ServiceRefused(Refusal.PAUSED)
    if not values.keys() <= ASKED:
        raise ServiceRefused(Refusal.NOT_THEIRS)


def _check_whole(values: Mapping[str, Any]) -> None:
    if refusal := find_refusal(values):
        raise ServiceRefused(refusal)
    if find_said(values["description"]) or has_markup(values["description"]):
        raise ServiceRefused(Refusal.WORDS)


def _check_seen(change: ServiceChange, version: str, act: Act) -> None:
    if change.state != RevisionState.PENDING:
        raise ServiceRefused(Refusal.NOT_PENDING)
    if version != version_of(change):
        raise ServiceRefused(Refusal.CHANGED)
    if change.asked_by_id == act.by:
        raise ServiceRefused(Refusal.OWN)
