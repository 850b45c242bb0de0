"""Reading the trail."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from outreach.audit.models import AuditEntry, AuditHead
from outreach.audit.rules import BEGINNING, Entry, Head
from outreach.core.db import db

_AT_ONCE = 1000


def find_head() -> Head:
    """The end of the chain as the database says it."""
    row = db.session.get(AuditHead, 1)
    return Head(row.place, row.hash) if row else Head(0, BEGINNING)


def iterate_entries() -> Iterator[Entry]:
    """Every row of the trail in the order of the chain, in flat memory."""
    rows = db.session.execute(select(AuditEntry.__table__).order_by(AuditEntry.place).execution_options(yield_per=_AT_ONCE))
    for row in rows.mappings():
        yield Entry(**{**row, "changed": tuple(row["changed"])})
