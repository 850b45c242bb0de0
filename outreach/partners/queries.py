"""Reads of organisations. Staff see those that serve a part of their areas; members see their own; readers those that are listed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import joinedload

from outreach.accounts.models import Account, AccountArea
from outreach.accounts.queries import IS_ACTIVE, scope_to_come
from outreach.accounts.rules import EDITORS, Scope
from outreach.core.db import db
from outreach.partners.models import (
    AgreementAccepted,
    ConsentGiven,
    Member,
    Organisation,
    OrganisationArea,
    OrganisationIdentifier,
    Revision,
    StoredFile,
)
from outreach.partners.profile import Profile, plain_name
from outreach.partners.rules import HIDDEN_AFTER, LIVING, Consent, RevisionState, Stage


class UnknownOrganisation(LookupError):
    """There is no such organisation, or not for whoever asks."""


def in_sight(scope: Scope) -> ColumnElement[bool]:
    """The condition that an organisation is in sight from *scope* (`Scope.meets`, in SQL)."""
    if scope.is_national:
        return true()
    served = exists().where(OrganisationArea.organisation_id == Organisation.id, OrganisationArea.area.in_(scope.areas))
    return or_(Organisation.is_national, served)


def agrees(consent: Consent) -> ColumnElement[bool]:
    """The condition that an organisation agrees to something now."""
    given = (ConsentGiven.organisation_id == Organisation.id, ConsentGiven.consent == consent, ConsentGiven.withdrawn_at.is_(None))
    return exists().where(*given)


def is_listed(now: datetime) -> ColumnElement[bool]:
    """The condition that readers may see an organisation: approved and not paused, it agrees, it has accepted the agreements, and its word
    is not too old (`rules.verification_of`).
    """
    is_partner = and_(Organisation.stage == Stage.APPROVED, Organisation.paused_at.is_(None))
    return and_(is_partner, Organisation.verified_at > now - HIDDEN_AFTER, agrees(Consent.LISTED), has_accepted(now))


def has_accepted(now: datetime) -> ColumnElement[bool]:
    """The condition that an organisation has accepted the agreements, in a version that holds now."""
    holds = or_(AgreementAccepted.holds_until.is_(None), AgreementAccepted.holds_until > now)
    return exists().where(AgreementAccepted.organisation_id == Organisation.id, holds)


def get_organisation(organisation_id: UUID, *, scope: Scope, is_locked: bool = False) -> Organisation:
    """The organisation, if it is in sight from *scope*; locked until the transaction ends when it is to be changed.

    Raises UnknownOrganisation.
    """
    wanted = select(Organisation).where(Organisation.id == organisation_id, in_sight(scope))
    found = db.session.scalar(wanted.with_for_update(of=Organisation).execution_options(populate_existing=True) if is_locked else wanted)
    if found is None:
        raise UnknownOrganisation(organisation_id)
    return found


def find_partners(scope: Scope, *also: UUID) -> Sequence[Organisation]:
    """Approved partners in sight from *scope*, and those of *also*, in the order of their names."""
    wanted = or_(and_(Organisation.stage == Stage.APPROVED, in_sight(scope)), Organisation.id.in_(also))
    return db.session.scalars(select(Organisation).where(wanted).order_by(func.lower(Organisation.name), Organisation.id)).all()


def find_membership(account_id: UUID) -> Member | None:
    """For which organisation an account speaks, with the organisation."""
    return db.session.scalar(select(Member).where(Member.account_id == account_id).options(joinedload(Member.organisation)))


def find_members(organisation_id: UUID) -> Sequence[Member]:
    """Who speaks for an organisation, with their accounts: owners first, then by how long they do."""
    members = select(Member).where(Member.organisation_id == organisation_id).options(joinedload(Member.account))
    return db.session.scalars(members.order_by(Member.is_owner.desc(), Member.since, Member.account_id)).all()


def find_consents(organisation_id: UUID) -> frozenset[Consent]:
    """What an organisation agrees to now."""
    holding = select(ConsentGiven.consent).where(ConsentGiven.organisation_id == organisation_id, ConsentGiven.withdrawn_at.is_(None))
    return frozenset(Consent(consent) for consent in db.session.scalars(holding))


def find_consent_history(organisation_id: UUID) -> Sequence[ConsentGiven]:
    """Everything that an organisation ever agreed to, the latest first."""
    wanted = select(ConsentGiven).where(ConsentGiven.organisation_id == organisation_id)
    return db.session.scalars(wanted.order_by(ConsentGiven.given_at.desc(), ConsentGiven.consent)).all()


def find_latest_decided(organisation_id: UUID) -> Revision | None:
    """The change of its profile that was decided last by somebody of the staff."""
    decided = (Revision.organisation_id == organisation_id, Revision.state.in_([RevisionState.APPROVED, RevisionState.GIVEN_BACK]))
    return db.session.scalar(select(Revision).where(*decided).order_by(Revision.decided_at.desc()).limit(1))


def revisions_in_sight(scope: Scope) -> Select[Revision]:
    """Changes of profiles of the organisations in sight from *scope*."""
    return select(Revision).join(Organisation).where(in_sight(scope)).options(joinedload(Revision.organisation))


def count_pending(scope: Scope) -> int:
    """How many changes wait for somebody of the staff with *scope*."""
    return db.session.scalar(_pending(scope.is_national), {"areas": scope.areas}) or 0


@cache
def _pending(is_national: bool) -> Select[int]:
    waiting = (in_sight(scope_to_come(is_national=is_national)), Revision.state == RevisionState.PENDING)
    return select(func.count()).select_from(Revision).join(Organisation).where(*waiting)


def get_file(organisation_id: UUID, file_id: UUID) -> StoredFile | None:
    return db.session.scalar(select(StoredFile).where(StoredFile.id == file_id, StoredFile.organisation_id == organisation_id))


def find_same(profile: Profile, *, among: ColumnElement[bool] | None = None, but: UUID | None = None) -> list[Organisation]:
    """Living organisations that have a number of *profile*, or a name that is the same but for how it is written; without *but*.

    *among* narrows them: to those that readers may see, say.
    """
    condition = Organisation.stage.in_(LIVING) if among is None else among
    own, theirs = OrganisationIdentifier.organisation_id, OrganisationIdentifier.org_id
    numbered = exists().where(own == Organisation.id, theirs.in_(profile.identifiers))
    name = plain_name(profile.name)
    names = db.session.execute(select(Organisation.id, Organisation.name).where(condition))
    alike = [organisation_id for organisation_id, called in names if name and plain_name(called) == name]
    wanted = select(Organisation).where(condition, or_(numbered, Organisation.id.in_(alike)), Organisation.id != but if but else true())
    return [*db.session.scalars(wanted.order_by(Organisation.applied_at))]


def find_who_looks(scope: Scope) -> Sequence[Account]:
    """Who is told that an organisation of this scope applies: those who run the programme in its areas and want such mails. For one that
    works everywhere, and where none of its areas has anybody, those who run it everywhere.
    """
    staff = select(Account).where(IS_ACTIVE, Account.role.in_(EDITORS), Account.is_mailed).order_by(Account.id)
    theirs = exists().where(AccountArea.account_id == Account.id, AccountArea.area.in_(scope.areas))
    local = [] if scope.is_national else db.session.scalars(staff.where(Account.is_national.is_(False), theirs)).all()
    return local or db.session.scalars(staff.where(Account.is_national)).all()


def find_organisation_names() -> dict[str, str]:
    """The name of every organisation, by its id as text: for histories."""
    return {str(organisation_id): name for organisation_id, name in db.session.execute(select(Organisation.id, Organisation.name))}
