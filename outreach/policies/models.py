"""Entries about policies. A new version is a new row: what was approved stays as it was read."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.models import Account
from outreach.core.db import Base, Keyed
from outreach.policies.rules import NATIONAL, Found, State, Tone

_IS_DRAFT = text("state = 'draft'")


class Policy(Keyed, Base):
    """What somebody found of the policy of `place` (an area, or 'national'), in its version `number` on our side, counted from 1.

    `edition` and `dated_on` are the document's own version and date. `read_by_id` has read it; `approved_by_id`, somebody else, has read it
    again. `look_again_on` is the day from which it has to be looked at anew. `for_readers` is what readers of the area are told of it
    (empty: nothing), and `tone` whether that warns or encourages them.
    """

    __tablename__ = "policy"
    __table_args__ = (
        UniqueConstraint("place", "number"),
        Index("ix_policy_one_draft", "place", unique=True, sqlite_where=_IS_DRAFT, postgresql_where=_IS_DRAFT),
        CheckConstraint(f"state IN ({', '.join(repr(str(state)) for state in State)})", name="state"),
        CheckConstraint(f"found IN ({', '.join(repr(str(found)) for found in Found)})", name="found"),
        CheckConstraint("state <> 'approved' OR approved_by_id <> read_by_id", name="second_reader"),
        CheckConstraint(f"tone IN ('', {', '.join(repr(str(tone)) for tone in Tone)})", name="tone"),
        CheckConstraint(f"for_readers = '' OR (tone <> '' AND place <> '{NATIONAL}' AND found <> '{Found.NOTHING}')", name="for_readers"),
    )

    place: Mapped[str]
    number: Mapped[int]
    found: Mapped[str]
    url: Mapped[str] = mapped_column(server_default="")
    wording: Mapped[str] = mapped_column(server_default="")
    edition: Mapped[str] = mapped_column(server_default="")
    dated_on: Mapped[date | None]
    differences: Mapped[str] = mapped_column(server_default="")
    for_readers: Mapped[str] = mapped_column(server_default="")
    tone: Mapped[str] = mapped_column(server_default="")
    read_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    read_on: Mapped[date]
    look_again_on: Mapped[date] = mapped_column(index=True)
    state: Mapped[str]
    made_at: Mapped[datetime]
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    approved_at: Mapped[datetime | None]
    set_aside_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    set_aside_at: Mapped[datetime | None]
    set_aside_reason: Mapped[str] = mapped_column(server_default="")
    version: Mapped[int] = mapped_column()

    read_by: Mapped[Account] = relationship(foreign_keys=read_by_id, lazy="raise_on_sql")
    approved_by: Mapped[Account | None] = relationship(foreign_keys=approved_by_id, lazy="raise_on_sql")
    set_aside_by: Mapped[Account | None] = relationship(foreign_keys=set_aside_by_id, lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way
