"""What is kept of an event that is over. A number of people from one to four cannot be stored: the constraints see to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.campaigns.models import Action
from outreach.core.db import Base, Keyed
from outreach.events.models import Event
from outreach.outcomes.rules import Count, Quality, Split, Theme


def _one_of(column: str, values: Iterable[StrEnum]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(str(value)) for value in values)})", name=column)


def _counted() -> CheckConstraint:
    return CheckConstraint("(is_exact AND (least = 0 OR least >= 5)) OR (NOT is_exact AND least IN (1, 5))", name="counted")


class Outcome(Base):
    """What came of an event. `least` and `is_exact` are how many attended (`rules.Count`); `split` says by what `groups` are counted."""

    __tablename__ = "event_outcome"
    __table_args__ = (_counted(), _one_of("split", Split))

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), primary_key=True)
    least: Mapped[int]
    is_exact: Mapped[bool]
    split: Mapped[str] = mapped_column(default=Split.NONE)
    note: Mapped[str] = mapped_column(default="")
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    event: Mapped[Event] = relationship(lazy="raise_on_sql")
    groups: Mapped[list[OutcomeGroup]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan", order_by="OutcomeGroup.name")
    heard: Mapped[list[OutcomeTheme]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan", order_by="OutcomeTheme.theme")
    handed: Mapped[list[OutcomeMaterial]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="OutcomeMaterial.language"
    )
    spoken: Mapped[list[OutcomeLanguage]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="OutcomeLanguage.language"
    )
    raised: Mapped[list[RaisedAction]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan", order_by="RaisedAction.raised_at")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way

    @property
    def attended(self) -> Count:
        return Count(self.least, self.is_exact)


class OutcomeGroup(Base):
    """How many of those who attended speak a language (tag), or belong to a community: `Outcome.split` says which."""

    __tablename__ = "event_outcome_group"
    __table_args__ = (_counted(),)

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event_outcome.event_id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    least: Mapped[int]
    is_exact: Mapped[bool]

    @property
    def count(self) -> Count:
        return Count(self.least, self.is_exact)


class OutcomeTheme(Base):
    __tablename__ = "event_outcome_theme"
    __table_args__ = (_one_of("theme", Theme),)

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event_outcome.event_id", ondelete="CASCADE"), primary_key=True)
    theme: Mapped[str] = mapped_column(primary_key=True, index=True)


class OutcomeMaterial(Base):
    """How many copies of material were given in a language (tag): counted as people are, since a copy is taken by somebody."""

    __tablename__ = "event_outcome_material"
    __table_args__ = (_counted(),)

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event_outcome.event_id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    least: Mapped[int]
    is_exact: Mapped[bool]

    @property
    def count(self) -> Count:
        return Count(self.least, self.is_exact)


class OutcomeLanguage(Base):
    """How well a language (tag) was interpreted."""

    __tablename__ = "event_outcome_language"
    __table_args__ = (_one_of("quality", Quality),)

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event_outcome.event_id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    quality: Mapped[str]


class RaisedAction(Keyed, Base):
    """Something to be done after an event: an action of its campaign (`action_id`), or one of its own where no campaign is open."""

    __tablename__ = "event_action"
    __table_args__ = (
        CheckConstraint("(action_id IS NULL) = (title <> '')", name="kept_once"),
        CheckConstraint("action_id IS NULL OR (owner_id IS NULL AND due_on IS NULL AND done_on IS NULL)", name="campaign"),
        Index(None, "owner_id", "done_on", "due_on"),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event_outcome.event_id", ondelete="CASCADE"), index=True)
    action_id: Mapped[UUID | None] = mapped_column(ForeignKey("campaign_action.id"), unique=True)
    title: Mapped[str] = mapped_column(default="")
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    raised_at: Mapped[datetime]

    action: Mapped[Action | None] = relationship(lazy="raise_on_sql")
