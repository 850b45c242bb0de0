"""Changes of a profile that wait for approval, while the approved copy stays in force. The organisation is locked by whoever calls."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.accounts.operations import follow_organisation
from outreach.audit.operations import record
from outreach.core.db import db
from outreach.partners import mails
from outreach.partners.models import Member, Organisation, Revision
from outreach.partners.operations import change_profile, subject_of
from outreach.partners.profile import Profile, differences, is_at_once, overlay, pick
from outreach.partners.publishing import note_listed
from outreach.partners.rules import PartnerRefused, Refusal, RevisionState, Stage


@dataclass(frozen=True, slots=True)
class Proposed:
    """The fields that a change took over at once, and those of it that wait."""

    at_once: tuple[str, ...]
    waiting: tuple[str, ...]


def find_pending(organisation_id: UUID) -> Revision | None:
    """The change that waits; read anew, since whoever asks may have waited for the organisation."""
    pending = select(Revision).where(Revision.organisation_id == organisation_id, Revision.state == RevisionState.PENDING)
    return db.session.scalar(pending.execution_options(populate_existing=True))


def wanted_profile(organisation: Organisation, pending: Revision | None) -> Profile:
    """The profile as its organisation wants it: the approved one with what waits."""
    return overlay(organisation.profile, pending.changes) if pending else organisation.profile


def propose(organisation: Organisation, wanted: Profile, *, by: Account, now: datetime) -> Proposed:
    """Let the organisation want *wanted*: what needs no approval is so at once, the rest waits, in the place of what waited before.

    What is wanted as it is approved waits no longer. Raises PartnerRefused for one that is no partner.
    """
    if organisation.stage != Stage.APPROVED:
        raise PartnerRefused(Refusal.STAGE)
    present = organisation.profile
    at_once = tuple(name for name in differences(present, wanted) if is_at_once(name, getattr(wanted, name)))
    if at_once:
        change_profile(organisation, replace(present, **{name: getattr(wanted, name) for name in at_once}), by=by, now=now)
        note_listed(organisation, now=now)
    waiting = differences(organisation.profile, wanted)
    _wait(organisation, pick(wanted, waiting), by=by, now=now)
    db.session.flush()
    return Proposed(at_once, waiting)


def take_back(organisation: Organisation, *, by: Account, now: datetime) -> None:
    """The organisation does not want the change any more. Raises PartnerRefused when none waits."""
    pending = _pending(organisation)
    _decide(pending, RevisionState.TAKEN_BACK, by=by, now=now)
    record("organisation.revision-taken-back", subject_of(organisation.id), by=str(by.id), now=now)


def approve(organisation: Organisation, *, version: str, by: Account, now: datetime) -> tuple[str, ...]:
    """Let what waits be the approved profile; returns the fields. Its members are told. It is no confirmation of the rest.

    Raises PartnerRefused: nothing waits, it has changed since the approver saw *version*, or the approver asked for it or is a member.
    """
    pending = _seen(organisation, version, by)
    changed = change_profile(organisation, overlay(organisation.profile, pending.changes), by=by, now=now)
    _decide(pending, RevisionState.APPROVED, by=by, now=now)
    record("organisation.revision-approved", subject_of(organisation.id), by=str(by.id), now=now, changed=changed)
    db.session.flush()
    for account in db.session.scalars(select(Account).join(Member).where(Member.organisation_id == organisation.id)):
        follow_organisation(account, name=organisation.name, scope=organisation.scope)
    note_listed(organisation, now=now)
    mails.note_decided(organisation, pending, is_approved=True, now=now)
    return changed


def give_back(organisation: Organisation, *, version: str, reason: str, by: Account, now: datetime) -> None:
    """Not so: the approved copy stays, and its members are told why. Raises PartnerRefused as `approve` does."""
    pending = _seen(organisation, version, by)
    pending.reason = reason
    _decide(pending, RevisionState.GIVEN_BACK, by=by, now=now)
    record("organisation.revision-given-back", subject_of(organisation.id), by=str(by.id), now=now)
    db.session.flush()
    mails.note_decided(organisation, pending, is_approved=False, now=now)


def _wait(organisation: Organisation, changes: dict[str, object], *, by: Account, now: datetime) -> None:
    pending = find_pending(organisation.id)
    if pending is None and changes:
        db.session.add(Revision(organisation_id=organisation.id, changes=changes, asked_by_id=by.id, asked_at=now))
        record("organisation.revision-asked", subject_of(organisation.id), by=str(by.id), now=now, changed=list(changes))
    elif pending and not changes:
        take_back(organisation, by=by, now=now)
    elif pending and pending.changes != changes:
        pending.changes, pending.asked_by_id, pending.asked_at = changes, by.id, now
        record("organisation.revision-changed", subject_of(organisation.id), by=str(by.id), now=now, changed=list(changes))


def _pending(organisation: Organisation) -> Revision:
    pending = find_pending(organisation.id)
    if pending is None:
        raise PartnerRefused(Refusal.NOT_PENDING)
    return pending


def _seen(organisation: Organisation, version: str, by: Account) -> Revision:
    pending = _pending(organisation)
    if str(pending.version) != version:
        raise PartnerRefused(Refusal.CHANGED)
    is_member = db.session.scalar(select(Member.account_id).where(Member.organisation_id == organisation.id, Member.account_id == by.id))
    if pending.asked_by_id == by.id or is_member:
        raise PartnerRefused(Refusal.OWN)
    return pending


def _decide(pending: Revision, state: RevisionState, *, by: Account, now: datetime) -> None:
    pending.state, pending.decided_by_id, pending.decided_at = state, by.id, now
