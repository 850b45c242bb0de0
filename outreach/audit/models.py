"""The trail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import event
from sqlalchemy.orm import Mapped, Mapper

from outreach.core.db import Base, Keyed


class AuditEntry(Keyed, Base):
    """One act. `actor` is an id or the name of a command, never a person's contact data. Rows are added, never changed."""

    __tablename__ = "audit_entry"

    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[str]


@event.listens_for(AuditEntry, "before_update")
@event.listens_for(AuditEntry, "before_delete")
def _refuse(_mapper: Mapper[AuditEntry], _connection: object, entry: AuditEntry) -> None:
    raise RuntimeError(f"the audit trail is append-only: {entry.id}")
