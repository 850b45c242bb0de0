"""The secret address at which somebody's own calendar is read, by a program that cannot sign in.

Of the secret only a hash is kept. It is shown once, when it is made; a new one ends the one before.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from outreach.accounts.models import Account, CalendarKey
from outreach.accounts.operations import subject_of
from outreach.accounts.rules import Standing
from outreach.audit.operations import record
from outreach.core.config import Config
from outreach.core.db import db

_NOBODYS = "0" * 64


def make_calendar_address(account: Account, config: Config, *, now: datetime) -> str:
    """A new address for this account's calendar; an earlier one ends. It cannot be told again."""
    db.session.execute(delete(CalendarKey).where(CalendarKey.account_id == account.id))
    key, secret = CalendarKey(id=uuid4(), account_id=account.id, made_at=now), secrets.token_urlsafe(32)
    key.secret_hash = _hash(secret)
    db.session.add(key)
    db.session.flush()
    record("account.calendar-address-made", subject_of(account.id), by=str(account.id), now=now)
    return f"{config.public_url}/m/calendar/{key.id}/{secret}.ics"


def end_calendar_address(account: Account, *, now: datetime) -> bool:
    """Switch the address off; False when there is none."""
    key = find_calendar_key(account.id)
    if key is None:
        return False
    db.session.delete(key)
    record("account.calendar-address-ended", subject_of(account.id), by=str(account.id), now=now)
    return True


def find_calendar_key(account_id: UUID) -> CalendarKey | None:
    return db.session.scalar(select(CalendarKey).where(CalendarKey.account_id == account_id))


def find_calendar_owner(key_id: UUID, secret: str, config: Config) -> Account | None:
    """Whose calendar this address names, while they may sign in. A wrong secret takes as long as a right one."""
    key = db.session.get(CalendarKey, key_id)
    is_right = hmac.compare_digest(key.secret_hash if key else _NOBODYS, _hash(secret))
    account = db.session.get(Account, key.account_id) if key and is_right else None
    if account is None or account.standing is not Standing.ACTIVE or (account.is_demonstration and not config.is_demo):
        return None
    return account


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
