"""The mails about accounts. Links are named here and made as a mail leaves: see tasks."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from outreach.accounts.labels import ROLES
from outreach.accounts.rules import Role
from outreach.outbox.render import MailKind, put
from outreach.outbox.rules import Category

INVITATION_DAYS = 7
RECOVERY_MINUTES = 60
_SAMPLE_AT = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)

INVITATION = MailKind(
    "accounts/invitation",
    Category.ACCOUNT,
    "staff",
    lambda: {"invited_by": "Asha Patel", "role": ROLES[Role.COORDINATOR], "days": INVITATION_DAYS},
)
RECOVERY = MailKind("accounts/recovery", Category.ACCOUNT, "staff", lambda: {"name": "Ceri Morgan", "minutes": RECOVERY_MINUTES})
PASSWORD_CHANGED = MailKind("accounts/password_changed", Category.ACCOUNT, "staff", lambda: {"name": "Ceri Morgan", "when": _SAMPLE_AT})
UNUSUAL_SIGN_IN = MailKind(
    "accounts/unusual_sign_in",
    Category.ACCOUNT,
    "staff",
    lambda: {"name": "Ceri Morgan", "when": _SAMPLE_AT, "browser": "Firefox, Windows"},
)
ROLE_CHANGED = MailKind(
    "accounts/role_changed",
    Category.ACCOUNT,
    "staff",
    lambda: {"name": "Ceri Morgan", "changed_by": "Asha Patel", "role": ROLES[Role.COORDINATOR], "scope": "South Wales, Gwent"},
)
SUSPENDED = MailKind("accounts/suspended", Category.ACCOUNT, "staff", lambda: {"name": "Ceri Morgan", "suspended_by": "Asha Patel"})

MAILS = (INVITATION, RECOVERY, PASSWORD_CHANGED, UNUSUAL_SIGN_IN, ROLE_CHANGED, SUSPENDED)


def invite(account_id: UUID, address: str, language: str, *, invited_by: str, role: str, key: str, now: datetime) -> bool:
    """Ask somebody to choose a password. *role* is its label, which may be lazy. False when *key* was used already, as below."""
    about = {"invited_by": invited_by, "role": role, "days": INVITATION_DAYS}
    return put(INVITATION, to=address, language=language, key=key, now=now, secret=f"invitation:{account_id}", **about)


def recover(account_id: UUID, name: str, address: str, language: str, *, key: str, now: datetime) -> bool:
    """Send the link to a new password."""
    about = {"name": name, "minutes": RECOVERY_MINUTES}
    return put(RECOVERY, to=address, language=language, key=key, now=now, secret=f"recovery:{account_id}", **about)


def note_password_changed(name: str, address: str, language: str, *, key: str, now: datetime) -> bool:
    return put(PASSWORD_CHANGED, to=address, language=language, key=key, now=now, name=name, when=now)


def note_unusual_sign_in(name: str, address: str, language: str, *, when: datetime, browser: str, key: str, now: datetime) -> bool:
    """Tell of a sign-in from a browser that the account was not used with. *browser* is for a person to read: "Firefox, Windows"."""
    return put(UNUSUAL_SIGN_IN, to=address, language=language, key=key, now=now, name=name, when=when, browser=browser)


def note_role_changed(name: str, address: str, language: str, *, role: str, scope: str, changed_by: str, key: str, now: datetime) -> bool:
    """Tell of a new role or another *scope* (areas or organisation, for a person to read; may be empty)."""
    about = {"name": name, "role": role, "scope": scope, "changed_by": changed_by}
    return put(ROLE_CHANGED, to=address, language=language, key=key, now=now, **about)


def note_suspended(name: str, address: str, language: str, *, suspended_by: str, key: str, now: datetime) -> bool:
    return put(SUSPENDED, to=address, language=language, key=key, now=now, name=name, suspended_by=suspended_by)
