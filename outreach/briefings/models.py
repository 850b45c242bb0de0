"""Material for officers and staff, its versions, to whom they were issued, and what was acknowledged.

Every row of this product counts its changes in `version`; a version of the text of a material is therefore called an edition here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.models import Account
from outreach.briefings.rules import ANSWERS, Ending, Gravity, Held, Means, State, Team
from outreach.commitments.models import Commitment
from outreach.core.db import Base, Keyed

_IS_DRAFT = text("state = 'draft'")
_STANDS = text("ended_at IS NULL")


def _one_of(column: str, values: Iterable[StrEnum]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(str(value)) for value in values)})", name=column)


briefing_commitment = Table(
    "briefing_commitment",
    Base.metadata,
    Column("briefing_id", ForeignKey("briefing.id", ondelete="CASCADE"), primary_key=True),
    Column("commitment_id", ForeignKey("commitment.id"), primary_key=True, index=True),
)


class Briefing(Keyed, Base):
    """A piece of material, one for all forces. `target_percent` of the people addressed are to be reached by `target_on`."""

    __tablename__ = "briefing"
    __table_args__ = (
        CheckConstraint("target_percent BETWEEN 1 AND 100", name="target"),
        CheckConstraint("(target_percent IS NULL) = (target_on IS NULL)", name="target_day"),
    )

    title: Mapped[str]
    about: Mapped[str]
    target_percent: Mapped[int | None]
    target_on: Mapped[date | None]
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    commitments: Mapped[set[Commitment]] = relationship(secondary=briefing_commitment, lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way


class Edition(Keyed, Base):
    """A version of a material, counted from 1: its words (or where they lie), what it changed, and a question about it.

    Approved by somebody who did not draft it; never changed after that.
    """

    __tablename__ = "briefing_version"
    __table_args__ = (
        UniqueConstraint("briefing_id", "number"),
        Index("ix_briefing_version_one_draft", "briefing_id", unique=True, sqlite_where=_IS_DRAFT, postgresql_where=_IS_DRAFT),
        _one_of("state", State),
        _one_of("held", Held),
        _one_of("gravity", Gravity),
        CheckConstraint(f"right_answer IN ({', '.join(repr(letter) for letter in ANSWERS)})", name="right_answer"),
        CheckConstraint("(held = 'text') = (wording <> '') AND (held = 'link') = (url <> '')", name="words"),
        CheckConstraint("number > 1 OR gravity = 'meaning'", name="first"),
        CheckConstraint("state <> 'approved' OR approved_by_id <> drafted_by_id", name="second_person"),
    )

    briefing_id: Mapped[UUID] = mapped_column(ForeignKey("briefing.id"))
    number: Mapped[int]
    held: Mapped[str]
    wording: Mapped[str] = mapped_column(server_default="")
    url: Mapped[str] = mapped_column(server_default="")
    changes: Mapped[str] = mapped_column(server_default="")
    gravity: Mapped[str]
    question: Mapped[str]
    answer_a: Mapped[str]
    answer_b: Mapped[str]
    answer_c: Mapped[str]
    answer_d: Mapped[str] = mapped_column(server_default="")
    right_answer: Mapped[str]
    why: Mapped[str]
    state: Mapped[str]
    drafted_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    drafted_at: Mapped[datetime]
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    approved_at: Mapped[datetime | None]
    set_aside_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    set_aside_at: Mapped[datetime | None]
    set_aside_reason: Mapped[str] = mapped_column(server_default="")
    version: Mapped[int] = mapped_column()

    briefing: Mapped[Briefing] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way

    @property
    def answers(self) -> dict[str, str]:
        """By their letters, those that are there."""
        found: dict[str, str] = {letter: getattr(self, f"answer_{letter}") for letter in ANSWERS}
        return {letter: answer for letter, answer in found.items() if answer}


class Issue(Keyed, Base):
    """An edition, issued to a team of a force area. It stands until it is re-issued or taken back; a team has one of a material at a time.

    `team_name` names a team that is in no list. `follows_id` is the issue whose place it has taken.
    """

    __tablename__ = "briefing_issue"
    __table_args__ = (
        Index(
            "ix_briefing_issue_one_stands", "briefing_id", "area", "team", "team_name",
            unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS,
        ),
        UniqueConstraint("follows_id"),
        _one_of("team", Team),
        _one_of("ending", Ending),
        CheckConstraint("(team = 'other') = (team_name <> '')", name="team_name"),
        CheckConstraint("headcount > 0", name="headcount"),
        CheckConstraint("(ended_at IS NULL) = (ending IS NULL)", name="ended"),
    )  # fmt: skip

    briefing_id: Mapped[UUID] = mapped_column(ForeignKey("briefing.id"))
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("briefing_version.id"), index=True)
    area: Mapped[str] = mapped_column(index=True)
    team: Mapped[str]
    team_name: Mapped[str] = mapped_column(server_default="")
    headcount: Mapped[int]
    issued_at: Mapped[datetime]
    issued_on: Mapped[date]
    issued_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    due_on: Mapped[date] = mapped_column(index=True)
    follows_id: Mapped[UUID | None] = mapped_column(ForeignKey("briefing_issue.id"))
    ending: Mapped[str | None]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    ended_reason: Mapped[str] = mapped_column(server_default="")
    version: Mapped[int] = mapped_column()

    briefing: Mapped[Briefing] = relationship(lazy="raise_on_sql")
    edition: Mapped[Edition] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way


class Acknowledgement(Keyed, Base):
    """How many of a team were reached on a day, and how many answered and answered right: counts, never who. Several of an issue add up.

    A correction is another row, which says why; the one that it corrects is kept, and does not count (`corrected_at`).
    """

    __tablename__ = "briefing_acknowledgement"
    __table_args__ = (
        UniqueConstraint("corrects_id"),
        _one_of("means", Means),
        CheckConstraint("reached >= 0 AND answered BETWEEN 0 AND reached AND right_answers BETWEEN 0 AND answered", name="counts"),
        CheckConstraint("(corrects_id IS NULL) = (reason = '')", name="correction"),
    )

    issue_id: Mapped[UUID] = mapped_column(ForeignKey("briefing_issue.id"), index=True)
    reached: Mapped[int]
    held_on: Mapped[date]
    means: Mapped[str]
    answered: Mapped[int]
    right_answers: Mapped[int]
    source: Mapped[str] = mapped_column(server_default="")
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("briefing_acknowledgement.id"))
    corrected_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(server_default="")

    noted_by: Mapped[Account] = relationship(lazy="raise_on_sql")


class ProtocolLook(Keyed, Base):
    """Somebody looked whether the Migrant Victims Protocol has been published: on a day, where, and what was found, if anything."""

    __tablename__ = "protocol_look"
    __table_args__ = (CheckConstraint("is_found OR url = ''", name="url"),)

    looked_on: Mapped[date] = mapped_column(index=True)
    places: Mapped[str]
    is_found: Mapped[bool]
    url: Mapped[str] = mapped_column(server_default="")
    noted_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
