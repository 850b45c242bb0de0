"""What rows say, as JSON holds it; and who did it as a role, for organisations, which learn no name of the staff."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.core.db import db


def fields_of(row: Any, *names: str) -> dict[str, Any]:
    return {name: plain(getattr(row, name)) for name in names}


def plain(value: Any) -> Any:
    """*value* as JSON holds it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def find_roles(ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """The role of each account; nobody has the role ''."""
    wanted = select(Account.id, Account.role).where(Account.id.in_({one for one in ids if one}))
    return {None: ""} | {row.id: row.role for row in db.session.execute(wanted)}
