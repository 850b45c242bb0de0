"""The trail: rows that are only ever added, each with the hash of the one before, and the head of the chain."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from outreach.core.db import Base, Keyed


class AuditEntry(Keyed, Base):
    """One act. `actor` is an id or the name of a command, never a person's contact data. `changed` names fields, never their values.

    `place` counts from 1 without gaps. `hash` covers everything else in the row and `previous`, the hash of the row before.
    The database itself refuses to change or delete a row (triggers of migration 004).
    """

    __tablename__ = "audit_entry"
    __table_args__ = (UniqueConstraint("place"), CheckConstraint("place > 0", name="place"))

    place: Mapped[int]
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(index=True)
    action: Mapped[str]
    subject: Mapped[str] = mapped_column(index=True)
    changed: Mapped[list[str]] = mapped_column(JSON)
    detail: Mapped[str]
    previous: Mapped[str]
    hash: Mapped[str]


class AuditHead(Base):
    """The end of the chain: one row, which writers lock in turn."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int]
    hash: Mapped[str]
