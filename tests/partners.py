"""Partner organisations for tests."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from outreach.accounts.models import Account
from outreach.accounts.rules import Role
from outreach.core.db import db
from outreach.partners.models import Organisation
from outreach.partners.operations import accept_agreement, add_application, add_member, admit
from outreach.partners.profile import Profile, Spoken
from outreach.partners.rules import Consent, Kind
from tests.accounts import add_account, areas
from tests.conftest import NOW

VERSION = "1"  # of the agreements
_number = count(1)


def profile_of(**said: Any) -> Profile:
    """What an organisation that serves Kent in Urdu says of itself, but for what is *said*."""
    number = next(_number)
    usual: dict[str, Any] = {
        "name": f"Harbour {number}",
        "kind": Kind.COMMUNITY,
        "about": "A weekly drop-in with tea and somebody to talk to.",
        "areas": ("kent",),
        "languages": (Spoken("ur"),),
        "contact_name": "Noor Malik",
        "contact_role": "Manager",
        "contact_email": f"contact{number}@harbour.example",
        "safeguarding_lead": "Ana Silva",
    }
    return Profile(**{**usual, **said})


def add_organisation(*, is_approved: bool = True, consents: Collection[Consent] = tuple(Consent), now: datetime = NOW, **said: Any) -> UUID:
    """An organisation, committed; in an application context. Approved ones have accepted the agreements."""
    organisation = add_application(uuid4(), profile_of(**said), consents=consents, language="en", now=now)
    if is_approved:
        lead = db.session.get_one(Account, add_account(Role.LEAD))
        admit(organisation, by=lead, now=now)
        about = {"version": VERSION, "digest": "0" * 64, "language": "en", "name": "Noor Malik", "position": "Manager"}
        accept_agreement(organisation, **about, by=lead, now=now)
    db.session.commit()
    return organisation.id


def add_member_of(organisation_id: UUID, *, is_owner: bool = True, email: str = "") -> UUID:
    """An account that speaks for the organisation, committed; in an application context."""
    organisation = db.session.get_one(Organisation, organisation_id)
    account = db.session.get_one(Account, add_account(Role.PARTNER, areas("kent"), email=email))
    account.organisation = organisation.name
    add_member(organisation, account, is_owner=is_owner, by=None, now=NOW)
    db.session.commit()
    return account.id
