"""Progress updates and their parts. When one is frozen, the database lets nobody change anything of it (triggers of migration 008)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.models import Account
from outreach.commitments.models import Commitment, Evidence
from outreach.core.db import Base, Keyed
from outreach.updates.rules import State, Verdict


class ProgressUpdate(Keyed, Base):
    """A letter to somebody about what became of commitments.

    `approved_digest` is the hash of what a second lead has approved; `content`, `digest` and `pdf` are what was frozen.
    """

    __tablename__ = "progress_update"
    __table_args__ = (
        CheckConstraint(f"state IN ({', '.join(repr(str(state)) for state in State)})", name="state"),
        CheckConstraint("state <> 'frozen' OR (digest <> '' AND pdf IS NOT NULL AND frozen_at IS NOT NULL)", name="frozen"),
    )

    title: Mapped[str]
    dated_on: Mapped[date]
    period_from: Mapped[date]
    period_to: Mapped[date]
    addressee_name: Mapped[str]
    addressee_office: Mapped[str] = mapped_column(server_default="")
    addressee_body: Mapped[str]
    address: Mapped[str] = mapped_column(server_default="")
    salutation: Mapped[str]
    opening: Mapped[str] = mapped_column(server_default="")
    closing: Mapped[str] = mapped_column(server_default="")
    signed_name: Mapped[str]
    signed_office: Mapped[str] = mapped_column(server_default="")
    state: Mapped[str]
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    approved_at: Mapped[datetime | None]
    approved_digest: Mapped[str] = mapped_column(server_default="")
    frozen_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    frozen_at: Mapped[datetime | None]
    content: Mapped[str] = mapped_column(server_default="", deferred=True)
    digest: Mapped[str] = mapped_column(server_default="")
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    version: Mapped[int] = mapped_column()

    owner: Mapped[Account] = relationship(foreign_keys=owner_id, lazy="raise_on_sql")
    sections: Mapped[list[UpdateSection]] = relationship(lazy="raise_on_sql", order_by="UpdateSection.position")
    parties: Mapped[list[UpdateParty]] = relationship(lazy="raise_on_sql", order_by="UpdateParty.position")
    remarks: Mapped[list[UpdateRemark]] = relationship(lazy="raise_on_sql", order_by="UpdateRemark.at.desc()")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way


class UpdateWriter(Base):
    """Somebody who has written in an update, and therefore does not approve it."""

    __tablename__ = "progress_update_writer"

    update_id: Mapped[UUID] = mapped_column(ForeignKey("progress_update.id"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)


class UpdateSection(Keyed, Base):
    """What an update says of one commitment, with the evidence that it may refer to. What was promised is read from the register."""

    __tablename__ = "progress_update_section"
    __table_args__ = (UniqueConstraint("update_id", "commitment_id"),)

    update_id: Mapped[UUID] = mapped_column(ForeignKey("progress_update.id"))
    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitment.id"))
    position: Mapped[int]
    done: Mapped[str] = mapped_column(server_default="")
    not_done: Mapped[str] = mapped_column(server_default="")
    gaps: Mapped[str] = mapped_column(server_default="")
    is_left_out: Mapped[bool] = mapped_column(server_default=false())
    version: Mapped[int] = mapped_column()

    commitment: Mapped[Commitment] = relationship(lazy="raise_on_sql")
    sources: Mapped[list[UpdateSource]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way


class UpdateSource(Base):
    """A piece of evidence that a section refers to."""

    __tablename__ = "progress_update_source"

    section_id: Mapped[UUID] = mapped_column(ForeignKey("progress_update_section.id"), primary_key=True)
    evidence_id: Mapped[UUID] = mapped_column(ForeignKey("commitment_evidence.id"), primary_key=True)

    evidence: Mapped[Evidence] = relationship(lazy="raise_on_sql")


class UpdateParty(Keyed, Base):
    """An organisation that an update speaks of. Until it has approved what is said (`approved_on`), it is printed as `described_as`.

    `approved_by` says who there approved and where that is on record. `dissent` is its own note.
    """

    __tablename__ = "progress_update_party"
    __table_args__ = (CheckConstraint("(approved_on IS NULL) = (approved_by = '')", name="approved"),)

    update_id: Mapped[UUID] = mapped_column(ForeignKey("progress_update.id"), index=True)
    position: Mapped[int]
    name: Mapped[str]
    described_as: Mapped[str]
    contribution: Mapped[str]
    approved_by: Mapped[str] = mapped_column(server_default="")
    approved_on: Mapped[date | None]
    dissent: Mapped[str] = mapped_column(server_default="")
    is_left_out: Mapped[bool] = mapped_column(server_default=false())
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way


class UpdateRemark(Keyed, Base):
    """What a reviewer said of an update."""

    __tablename__ = "progress_update_remark"
    __table_args__ = (CheckConstraint(f"verdict IN ({', '.join(repr(str(verdict)) for verdict in Verdict)})", name="verdict"),)

    update_id: Mapped[UUID] = mapped_column(ForeignKey("progress_update.id"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    verdict: Mapped[str]
    words: Mapped[str] = mapped_column(server_default="")
