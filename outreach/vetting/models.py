"""What was checked, asked, proposed and decided about an organisation, and what registers say."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from outreach.core.db import Base, Keyed
from outreach.vetting.rules import Finding, Item, Kind

_IS_OPEN = text("settled_at IS NULL")


def _one_of(column: str, values: Any) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(str(value)) for value in values)})", name=column)


class CheckMade(Keyed, Base):
    """What somebody found at one item of the checklist: the latest finding; the trail has all.

    `asked` is who was asked for a reference (an organisation and a role, no name); `entry_name` and `entry_status` are what a register
    says.
    """

    __tablename__ = "vetting_check"
    __table_args__ = (UniqueConstraint("organisation_id", "item", "about"), _one_of("item", Item), _one_of("finding", Finding))

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    item: Mapped[str]
    about: Mapped[str] = mapped_column(server_default="")
    finding: Mapped[str]
    note: Mapped[str] = mapped_column(server_default="")
    asked: Mapped[str] = mapped_column(server_default="")
    entry_name: Mapped[str] = mapped_column(server_default="")
    entry_status: Mapped[str] = mapped_column(server_default="")
    found_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    found_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way

    @property
    def key(self) -> str:
        return f"{self.item}/{self.about}" if self.about else self.item


class Question(Keyed, Base):
    """Something that an organisation is asked: a section of its registration, and why. `before` and `after` have what the answer changed,
    field by field, as JSON holds it; both are None until it is answered, or for good where the question was taken back (`closed_at`).
    """

    __tablename__ = "vetting_question"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    section: Mapped[str]
    words: Mapped[str]
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(server_default="")
    closed_at: Mapped[datetime | None]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    @property
    def ended_at(self) -> datetime | None:
        return self.answered_at or self.closed_at


class Decision(Keyed, Base):
    """What one person proposed and another decided. One at a time is open; `is_confirmed` says how it was settled.

    A refusal, and an approval that was taken back, can be appealed against; somebody who did neither answers. `address` is a new owner's,
    until it is settled whether they are invited.
    """

    __tablename__ = "vetting_decision"
    __table_args__ = (
        _one_of("kind", Kind),
        Index("ix_vetting_decision_open", "organisation_id", unique=True, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
        CheckConstraint("settled_by_id <> proposed_by_id", name="second_person"),
        CheckConstraint("appeal_by_id <> proposed_by_id AND appeal_by_id <> settled_by_id", name="third_person"),
        CheckConstraint("(settled_at IS NULL) = (settled_by_id IS NULL)", name="settled"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    grounds: Mapped[list[str]] = mapped_column(JSON)
    words: Mapped[str] = mapped_column(server_default="")
    address: Mapped[str] = mapped_column(server_default="")
    proposed_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime]
    settled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    settled_at: Mapped[datetime | None]
    is_confirmed: Mapped[bool] = mapped_column(server_default=false())
    remark: Mapped[str] = mapped_column(server_default="")
    appealed_at: Mapped[datetime | None]
    appeal: Mapped[str] = mapped_column(server_default="")
    appeal_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    appeal_at: Mapped[datetime | None]
    is_upheld: Mapped[bool] = mapped_column(server_default=false())
    appeal_answer: Mapped[str] = mapped_column(server_default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way


class SteppedBack(Base):
    """That somebody of the staff has a tie to an organisation, and has nothing to do with what is decided about it."""

    __tablename__ = "vetting_stepped_back"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    since: Mapped[datetime]


class RegisterEntry(Base):
    """What a register answered about a number, when it was asked last. `name` is empty where it knows no such number."""

    __tablename__ = "register_entry"

    org_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    is_registered: Mapped[bool]
    registered_on: Mapped[date | None]
    removed_on: Mapped[date | None]
    fetched_at: Mapped[datetime]
