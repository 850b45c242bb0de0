"""Who speaks for an organisation first: its contact is invited when two people have approved it."""

from __future__ import annotations

from datetime import datetime

from outreach.accounts.models import Account
from outreach.accounts.operations import AccountRefused, invite_account
from outreach.accounts.queries import find_by_email
from outreach.accounts.rules import Kind, Part, Role, Standing, is_home_office
from outreach.audit.operations import record
from outreach.partners.models import Organisation
from outreach.partners.operations import add_member, subject_of
from outreach.partners.queries import find_membership
from outreach.partners.rules import ACCOUNT_KINDS
from outreach.partners.rules import Kind as OrganisationKind
from outreach.vetting.rules import Owner


def invite_contact(organisation: Organisation, *, by: Account, now: datetime) -> Owner:
    """Let the contact of an approved organisation be its owner. *by* is the second person of the decision."""
    return invite_owner(organisation, organisation.profile.contact_email, by=by, now=now)


def can_be_owner(address: str) -> bool:
    """Whether somebody with this address can be made an owner: nobody has it, or a partner who speaks for nobody yet."""
    there = find_by_email(address)
    if there is None:
        return not is_home_office(address)
    return there.role == Role.PARTNER and there.standing is not Standing.SUSPENDED and find_membership(there.id) is None


def invite_owner(organisation: Organisation, address: str, *, by: Account, now: datetime) -> Owner:
    """Let whoever reads mail at *address* be an owner: invited, or at once where they have a partner's account that speaks for nobody yet.

    TAKEN where the address cannot be used: it belongs to somebody with another task here, or who speaks for another organisation.
    """
    if not can_be_owner(address):
        return Owner.TAKEN
    there = find_by_email(address)
    if there:
        there.organisation = organisation.name
        add_member(organisation, there, is_owner=True, by=by, now=now)
        return Owner.ADDED
    part = Part(Role.PARTNER, ACCOUNT_KINDS.get(OrganisationKind(organisation.kind), Kind.COMMUNITY), organisation.scope)
    name, language = organisation.name, organisation.language
    try:
        account = invite_account(email=address, part=part, organisation=name, language=language, by=by, now=now, is_decided=True)
    except (AccountRefused, ValueError):
        return Owner.TAKEN
    add_member(organisation, account, is_owner=True, by=by, now=now)
    record("organisation.owner-invited", subject_of(organisation.id), by=str(by.id), now=now)
    return Owner.INVITED
