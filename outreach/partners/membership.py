"""Who speaks for an organisation; and leaving, by one of them or by all. The organisation is locked by whoever calls, so that of two who do
something at once the second sees what the first did.

Rows of members whose accounts have ended stay until what the organisation said is erased: then their names are erased with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import joinedload

from outreach.accounts.models import Account
from outreach.accounts.operations import end_partner, invite_account
from outreach.accounts.queries import IS_ACTIVE
from outreach.accounts.rules import Kind, Part, Role, Standing
from outreach.audit.operations import record
from outreach.core.db import db
from outreach.partners import mails
from outreach.partners.models import (
    ConsentGiven,
    Hours,
    Member,
    Organisation,
    OrganisationArea,
    OrganisationIdentifier,
    OrganisationLanguage,
    Reminder,
    Revision,
    StoredFile,
)
from outreach.partners.operations import add_member, subject_of
from outreach.partners.publishing import note_listed
from outreach.partners.rules import ACCOUNT_KINDS, KEPT_AFTER_LEAVING, PartnerRefused, Refusal, RevisionState, Stage
from outreach.partners.rules import Kind as OrganisationKind

ERASED_KIND = OrganisationKind.OTHER


def find_members(organisation_id: UUID) -> Sequence[Member]:
    """Everybody who speaks for it or is invited to, owners first."""
    wanted = select(Member).join(Account).where(Member.organisation_id == organisation_id, Account.left_at.is_(None))
    return db.session.scalars(wanted.options(joinedload(Member.account)).order_by(Member.is_owner.desc(), Member.since, Account.id)).all()


def get_member(organisation_id: UUID, account_id: UUID) -> Member | None:
    wanted = select(Member).where(Member.organisation_id == organisation_id, Member.account_id == account_id)
    return db.session.scalar(wanted.options(joinedload(Member.account)).execution_options(populate_existing=True))


def invite_member(
    organisation: Organisation, account_id: UUID, *, email: str, is_owner: bool, language: str, by: Account, now: datetime
) -> Account:
    """Invite somebody to speak for the organisation. Raises AccountRefused (the address is taken or of the Home Office), ValueError."""
    kind = ACCOUNT_KINDS.get(OrganisationKind(organisation.kind), Kind.COMMUNITY)
    part = Part(Role.PARTNER, kind, by.scope)
    about = {"email": email, "part": part, "organisation": organisation.name, "by": by, "now": now, "language": language}
    account = invite_account(**about, account_id=account_id)  # type: ignore[arg-type]
    add_member(organisation, account, is_owner=is_owner, by=by, now=now)
    return account


def change_member(organisation: Organisation, member: Member, *, is_owner: bool, by: Account, now: datetime) -> bool:
    """Make a member an owner or an editor; False when they are. Raises PartnerRefused for the last owner."""
    if member.is_owner == is_owner:
        return False
    if not is_owner:
        _keep_an_owner(organisation, besides=member)
    member.is_owner = is_owner
    record("organisation.member-changed", subject_of(organisation.id), by=str(by.id), now=now, detail=f"account/{member.account_id}")
    db.session.flush()
    return True


def remove_member(organisation: Organisation, member: Member, *, by: Account, now: datetime) -> None:
    """A member speaks for the organisation no longer, and their account ends. Raises PartnerRefused for the last owner."""
    _keep_an_owner(organisation, besides=member)
    account = member.account
    record("organisation.member-removed", subject_of(organisation.id), by=str(by.id), now=now, detail=f"account/{account.id}")
    if account.standing is not Standing.LEFT:
        end_partner(account, by=by, now=now)
    db.session.flush()


def _keep_an_owner(organisation: Organisation, *, besides: Member) -> None:
    """An owner who is invited and has not joined, or whose account is shut, does not count: they could do nothing."""
    if not besides.is_owner:
        return
    theirs = (Member.organisation_id == organisation.id, Member.is_owner, IS_ACTIVE)
    others = select(func.count()).select_from(Member).join(Account).where(*theirs)
    if not db.session.scalar(others.where(Member.account_id != besides.account_id)):
        raise PartnerRefused(Refusal.LAST_OWNER)


@dataclass(frozen=True, slots=True)
class Leaving:
    """What ends when an organisation leaves, in numbers."""

    members: int
    consents: int
    files: int
    hours: int
    has_pending: bool


def count_leaving(organisation_id: UUID) -> Leaving:
    def count(model: type[Member | ConsentGiven | StoredFile | Hours | Revision], *conditions: object) -> int:
        wanted = select(func.count()).select_from(model).where(model.organisation_id == organisation_id, *conditions)  # type: ignore[arg-type]
        return db.session.scalar(wanted) or 0

    return Leaving(
        members=len(find_members(organisation_id)),
        consents=count(ConsentGiven, ConsentGiven.withdrawn_at.is_(None)),
        files=count(StoredFile),
        hours=count(Hours),
        has_pending=bool(count(Revision, Revision.state == RevisionState.PENDING)),
    )


def leave_programme(organisation: Organisation, *, by: Account, now: datetime) -> None:
    """The organisation leaves, in this transaction: it is listed nowhere, agrees to nothing, its files are gone, its members' accounts end.

    Its row stays as a tombstone; what it said is erased later (`erase`). Raises PartnerRefused for one that is no partner.
    """
    if organisation.stage != Stage.APPROVED:
        raise PartnerRefused(Refusal.STAGE)
    mails.note_left(organisation, now=now)
    organisation.stage, organisation.left_at = Stage.LEFT, now
    given = select(ConsentGiven).where(ConsentGiven.organisation_id == organisation.id, ConsentGiven.withdrawn_at.is_(None))
    for consent in db.session.scalars(given):
        consent.withdrawn_at, consent.withdrawn_by_id = now, by.id
    db.session.execute(delete(StoredFile).where(StoredFile.organisation_id == organisation.id))
    waiting = select(Revision).where(Revision.organisation_id == organisation.id, Revision.state == RevisionState.PENDING)
    for revision in db.session.scalars(waiting):
        revision.state, revision.decided_by_id, revision.decided_at = RevisionState.TAKEN_BACK, by.id, now
    record("organisation.left", subject_of(organisation.id), by=str(by.id), now=now)
    for member in find_members(organisation.id):
        end_partner(member.account, by=by, now=now)
    note_listed(organisation, now=now)
    db.session.flush()


def find_to_erase(now: datetime) -> Sequence[UUID]:
    """Organisations that left, were refused or took their application back so long ago that what they said is to be erased."""
    gone = (Stage.LEFT, Stage.REFUSED, Stage.WITHDRAWN)
    since = func.coalesce(Organisation.left_at, Organisation.decided_at, Organisation.applied_at)
    wanted = select(Organisation.id).where(Organisation.stage.in_(gone), Organisation.erased_at.is_(None))
    return db.session.scalars(wanted.where(since <= now - KEPT_AFTER_LEAVING).order_by(Organisation.id)).all()


def erase(organisation_id: UUID, now: datetime) -> None:
    """Erase what the organisation said, and the names of those who spoke for it. Its id, its days, what it agreed to when, and hours that
    it gave (days, minutes, sums) stay.
    """
    organisation = db.session.get_one(Organisation, organisation_id, with_for_update=True, populate_existing=True)
    spoke = select(Account).join(Member).where(Member.organisation_id == organisation_id, Account.left_at.is_not(None))
    for account in db.session.scalars(spoke):
        account.name = account.organisation = ""
    organisation.answers, organisation.name, organisation.kind = {}, "", ERASED_KIND
    organisation.is_national, organisation.erased_at = False, now
    for model in (OrganisationArea, OrganisationIdentifier, OrganisationLanguage, Member, Revision, Reminder, StoredFile):
        db.session.execute(delete(model).where(model.organisation_id == organisation_id))
    db.session.expire(organisation, ["areas", "identifiers", "languages"])
    record("organisation.erased", subject_of(organisation_id), by="the worker", now=now)
    db.session.flush()
