"""Answers to what was heard. A new one is a new row: what was published stays as it was read."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from outreach.core.db import Base, Keyed
from outreach.replies.rules import ENOUGH, State

_IS_DRAFT = text("state = 'draft'")


class Reply(Keyed, Base):
    """The answer `number` of `area`, counted from 1. It rests on one event or on the quarter that begins on `quarter_on`, at which at least
    `least` people were; `themes` are the codes of what was heard. `written_by_id` wrote it; `published_by_id`, somebody else, has read it.
    """

    __tablename__ = "reply"
    __table_args__ = (
        UniqueConstraint("area", "number"),
        Index("ix_reply_one_draft", "area", unique=True, sqlite_where=_IS_DRAFT, postgresql_where=_IS_DRAFT),
        CheckConstraint(f"state IN ({', '.join(repr(str(state)) for state in State)})", name="state"),
        CheckConstraint(f"least >= {ENOUGH}", name="enough"),
        CheckConstraint("(event_id IS NULL) <> (quarter_on IS NULL)", name="basis"),
        CheckConstraint("state <> 'published' OR (published_by_id IS NOT NULL AND published_by_id <> written_by_id)", name="second_reader"),
        CheckConstraint("heard <> '' AND done <> ''", name="texts"),
    )

    area: Mapped[str]
    number: Mapped[int]
    event_id: Mapped[UUID | None] = mapped_column(ForeignKey("event.id"), index=True)
    quarter_on: Mapped[date | None]
    least: Mapped[int]
    themes: Mapped[list[str]] = mapped_column(JSON)
    heard: Mapped[str]
    done: Mapped[str]
    state: Mapped[str]
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime]
    published_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime | None]
    set_aside_at: Mapped[datetime | None]
    set_aside_reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way

    @property
    def basis_key(self) -> str:
        """What it rests on, as `rules.Basis.key`."""
        return f"event/{self.event_id}" if self.event_id else f"quarter/{self.quarter_on}"
