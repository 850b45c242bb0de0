"""The register: commitments, what became of them, and the evidence for it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.models import Account
from outreach.accounts.rules import Scope
from outreach.commitments.rules import Kind, State
from outreach.core.db import Base, Keyed


def _one_of(column: str, values: type[State] | type[Kind]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(str(value)) for value in values)})", name=column)


class Commitment(Keyed, Base):
    """A recommendation or a promise. `key` is its number (L2) and never changes; `order` sorts it.

    `official_text` is what its source says, word for word, and empty until somebody has entered it; `confirmed_by_id` is whoever has
    compared it with the source. `position` says in free words what the addressee and others have said and done.
    """

    __tablename__ = "commitment"
    __table_args__ = (_one_of("state", State), UniqueConstraint("key"))

    key: Mapped[str]
    order: Mapped[str] = mapped_column(index=True)
    addressee: Mapped[str] = mapped_column(server_default="")
    summary: Mapped[str] = mapped_column(server_default="")
    official_text: Mapped[str] = mapped_column(server_default="")
    official_url: Mapped[str] = mapped_column(server_default="")
    confirmed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    confirmed_on: Mapped[date | None]
    state: Mapped[str]
    position: Mapped[str] = mapped_column(server_default="")
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    due_on: Mapped[date | None] = mapped_column(index=True)
    source: Mapped[str] = mapped_column(server_default="")
    source_url: Mapped[str] = mapped_column(server_default="")
    remark: Mapped[str] = mapped_column(server_default="")
    version: Mapped[int] = mapped_column()

    owner: Mapped[Account | None] = relationship(foreign_keys=owner_id, lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way


class StateChange(Keyed, Base):
    """A commitment went from one state to another, and why. `by_id` is None where a command did it."""

    __tablename__ = "commitment_state_change"
    __table_args__ = (CheckConstraint("reason <> ''", name="reason"),)

    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitment.id"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    before: Mapped[str]
    after: Mapped[str]
    reason: Mapped[str]


class Evidence(Keyed, Base):
    """Something that shows what was done for a commitment, in the whole programme or in some areas. Struck when it will not do, never
    deleted and never changed: `ref` (L2.3) names it for good.
    """

    __tablename__ = "commitment_evidence"
    __table_args__ = (
        _one_of("kind", Kind),
        UniqueConstraint("commitment_id", "number"),
        UniqueConstraint("ref"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_reason = '')", name="withdrawn"),
    )

    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitment.id"))
    number: Mapped[int]
    ref: Mapped[str]
    kind: Mapped[str]
    title: Mapped[str]
    url: Mapped[str] = mapped_column(server_default="")
    reference: Mapped[str] = mapped_column(server_default="")
    dated_on: Mapped[date]
    note: Mapped[str] = mapped_column(server_default="")
    is_national: Mapped[bool] = mapped_column(server_default=false())
    added_at: Mapped[datetime]
    added_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    withdrawn_reason: Mapped[str] = mapped_column(server_default="")

    commitment: Mapped[Commitment] = relationship(lazy="raise_on_sql")
    areas: Mapped[list[EvidenceArea]] = relationship(lazy="selectin", cascade="all, delete-orphan", order_by="EvidenceArea.area")

    @property
    def places(self) -> Scope:
        return Scope(self.is_national, frozenset(row.area for row in self.areas))


class EvidenceArea(Base):
    """A force area that a piece of evidence is about (`core.areas`)."""

    __tablename__ = "commitment_evidence_area"

    evidence_id: Mapped[UUID] = mapped_column(ForeignKey("commitment_evidence.id", ondelete="CASCADE"), primary_key=True)
    area: Mapped[str] = mapped_column(primary_key=True, index=True)
