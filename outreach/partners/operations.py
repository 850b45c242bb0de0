"""What is done to organisations. Each act is on record in the trail under the id of the organisation, with names of fields only."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.audit.operations import record
from outreach.core.db import db
from outreach.partners.models import (
    AgreementAccepted,
    ConsentGiven,
    Member,
    Organisation,
    OrganisationArea,
    OrganisationIdentifier,
    OrganisationLanguage,
)
from outreach.partners.profile import Profile, differences, write_profile
from outreach.partners.rules import Consent, Stage


def subject_of(organisation_id: UUID) -> str:
    """How the trail names an organisation."""
    return f"organisation/{organisation_id}"


def add_application(
    organisation_id: UUID, profile: Profile, *, consents: Collection[Consent], language: str, now: datetime, is_demonstration: bool = False
) -> Organisation:
    """An organisation asks to become a partner: nobody is signed in, and its contact has shown that the mail address is theirs."""
    about = {"language": language, "applied_at": now, "is_demonstration": is_demonstration, "stage": Stage.APPLIED}
    organisation = Organisation(id=organisation_id, **about)
    describe(organisation, profile)
    organisation.consents = [ConsentGiven(consent=consent, given_at=now) for consent in Consent if consent in consents]
    db.session.add(organisation)
    db.session.flush()
    record("organisation.applied", subject_of(organisation.id), by="its contact", now=now)
    return organisation


def describe(organisation: Organisation, profile: Profile) -> None:
    """Let *profile* be what the organisation is, in its answers and in the rows by which it is found."""
    organisation.answers, organisation.name, organisation.kind = write_profile(profile), profile.name, profile.kind
    organisation.is_national = profile.is_national
    numbers, areas = {row.org_id: row for row in organisation.identifiers}, {row.area: row for row in organisation.areas}
    tongues = {row.language: row for row in organisation.languages}
    organisation.identifiers = [numbers.get(org_id) or OrganisationIdentifier(org_id=org_id) for org_id in sorted(set(profile.identifiers))]
    organisation.areas = [areas.get(slug) or OrganisationArea(area=slug) for slug in sorted(set(profile.areas))]
    spoken = sorted({language.tag for language in profile.languages})
    organisation.languages = [tongues.get(tag) or OrganisationLanguage(language=tag) for tag in spoken]


def change_profile(organisation: Organisation, profile: Profile, *, by: Account, now: datetime) -> tuple[str, ...]:
    """Let *profile* be what is approved of the organisation; returns the names of the fields that are different now."""
    changed = differences(organisation.profile, profile)
    if changed:
        describe(organisation, profile)
        record("organisation.changed", subject_of(organisation.id), by=str(by.id), now=now, changed=changed)
    return changed


def admit(organisation: Organisation, *, by: Account, now: datetime) -> None:
    """It is a partner from now on, and what it said counts as confirmed today. Who may decide so is for `vetting` to say."""
    organisation.stage, organisation.decided_at, organisation.verified_at = Stage.APPROVED, now, now
    record("organisation.admitted", subject_of(organisation.id), by=str(by.id), now=now)


def add_member(organisation: Organisation, account: Account, *, is_owner: bool, by: Account | None, now: datetime) -> Member:
    """Let *account* speak for the organisation."""
    member = Member(organisation_id=organisation.id, account_id=account.id, is_owner=is_owner, since=now)
    db.session.add(member)
    db.session.flush()
    record("organisation.member-added", subject_of(organisation.id), by=str(by.id) if by else "command line", now=now)
    return member


def accept_agreement(
    organisation: Organisation, *, version: str, digest: str, language: str, name: str, position: str, by: Account, now: datetime
) -> bool:
    """*name*, who is *position* there, accepts this version of the agreements for it; False when it was accepted already."""
    accepted = (AgreementAccepted.organisation_id == organisation.id, AgreementAccepted.version == version)
    if db.session.scalar(select(AgreementAccepted.id).where(*accepted)):
        return False
    about = {"version": version, "digest": digest, "language": language, "name": name, "position": position}
    db.session.add(AgreementAccepted(organisation_id=organisation.id, accepted_by_id=by.id, accepted_at=now, **about))
    db.session.flush()
    record("organisation.agreement-accepted", subject_of(organisation.id), by=str(by.id), now=now, detail=version)
    return True


def give_consent(organisation: Organisation, consent: Consent, *, by: Account, now: datetime) -> bool:
    """It agrees to *consent* from now on; False when it did already."""
    if _find_holding(organisation.id, consent):
        return False
    db.session.add(ConsentGiven(organisation_id=organisation.id, consent=consent, given_at=now, given_by_id=by.id))
    record("organisation.consent-given", subject_of(organisation.id), by=str(by.id), now=now, detail=consent)
    return True


def withdraw_consent(organisation: Organisation, consent: Consent, *, by: Account, now: datetime) -> bool:
    """It agrees to *consent* no longer, from this moment on; False when it did not."""
    held = _find_holding(organisation.id, consent)
    if held is None:
        return False
    held.withdrawn_at, held.withdrawn_by_id = now, by.id
    record("organisation.consent-withdrawn", subject_of(organisation.id), by=str(by.id), now=now, detail=consent)
    return True


def _find_holding(organisation_id: UUID, consent: Consent) -> ConsentGiven | None:
    held = (ConsentGiven.organisation_id == organisation_id, ConsentGiven.consent == consent, ConsentGiven.withdrawn_at.is_(None))
    return db.session.scalar(select(ConsentGiven).where(*held).with_for_update())
