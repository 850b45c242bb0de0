"""Events, the series that they were made by, venues and interpreters. Nothing is ever deleted: an event is cancelled, a record set aside.

Where the host alone tells the place, no address can be stored: the constraint `place` sees to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Index, Table, false
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.rules import Scope
from outreach.campaigns.models import Campaign
from outreach.commitments.models import Commitment
from outreach.content.models import UnitRow
from outreach.core.db import Base, Keyed
from outreach.events.rules import ZONE, Attends, Kind, Need, Place, StaffRole, State, Visibility, Whereabouts, scope_of


def _one_of(column: str, values: Iterable[StrEnum]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(str(value)) for value in values)})", name=column)


_event_id: Column[UUID] = Column("event_id", ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
_commitment_id: Column[UUID] = Column("commitment_id", ForeignKey("commitment.id"), primary_key=True, index=True)
event_commitment = Table("event_commitment", Base.metadata, _event_id, _commitment_id)
"""Which commitments an event serves."""


class Venue(Keyed, Base):
    """A place where events are. Readers see it only where the host has agreed (`agreed_by`, `agreed_on`) and an event says so."""

    __tablename__ = "venue"
    __table_args__ = (CheckConstraint("(agreed_by = '') = (agreed_on IS NULL)", name="agreed"),)

    name: Mapped[str]
    area: Mapped[str] = mapped_column(index=True)
    address: Mapped[str]
    is_step_free: Mapped[bool] = mapped_column(server_default=false())
    has_hearing_loop: Mapped[bool] = mapped_column(server_default=false())
    has_prayer_space: Mapped[bool] = mapped_column(server_default=false())
    has_childcare: Mapped[bool] = mapped_column(server_default=false())
    transport: Mapped[str] = mapped_column(default="")
    agreed_by: Mapped[str] = mapped_column(default="")
    agreed_on: Mapped[date | None]
    made_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way

    @property
    def scope(self) -> Scope:
        return scope_of(self.area)


class Interpreter(Keyed, Base):
    """Somebody who interprets at events, with the languages (tags) that they work in."""

    __tablename__ = "interpreter"

    name: Mapped[str]
    agency: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    tongues: Mapped[set[InterpreterLanguage]] = relationship(lazy="selectin", cascade="all, delete-orphan")
    languages: AssociationProxy[set[str]] = association_proxy("tongues", "language", creator=lambda tag: InterpreterLanguage(language=tag))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way


class InterpreterLanguage(Base):
    __tablename__ = "interpreter_language"

    interpreter_id: Mapped[UUID] = mapped_column(ForeignKey("interpreter.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True, index=True)


class EventSeries(Keyed, Base):
    """The rule (RFC 5545, in wall time) by which events were made. `continues_id` is the series that this one was split from.

    `left_out` are days (ISO) that the rule names and that have no event.
    """

    __tablename__ = "event_series"

    rule: Mapped[str]
    zone: Mapped[str] = mapped_column(default=ZONE)
    first_on: Mapped[date]
    starts: Mapped[time]
    ends: Mapped[time]
    left_out: Mapped[list[str]] = mapped_column(JSON)
    continues_id: Mapped[UUID | None] = mapped_column(ForeignKey("event_series.id"))
    made_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way

    @property
    def omitted(self) -> list[date]:
        return [date.fromisoformat(day) for day in self.left_out]


class Event(Keyed, Base):
    """One occurrence. `held_on`, `starts` and `ends` are wall time in `zone`; `starts_at` and `ends_at` are computed from them, in UTC.

    `original_on` is the day that the series gave it, `is_changed` says that it differs from its series, and `sequence` goes up with every
    change that a calendar has to know. `reference` is by what an imported file knows it. Texts for readers are units of content, named by
    their keys; events of a series share theirs until one is changed on its own. `published_at` is when others could first see it.
    `join_url` lets in whoever has it: it is as confidential as a place, unless `shows_join`.
    """

    __tablename__ = "event"
    __table_args__ = (
        _one_of("kind", Kind),
        _one_of("state", State),
        _one_of("visibility", Visibility),
        _one_of("whereabouts", Whereabouts),
        _one_of("attends", Attends),
        CheckConstraint("ends_at > starts_at AND ends > starts", name="times"),
        CheckConstraint("(whereabouts = 'venue') = (venue_id IS NOT NULL) AND (whereabouts = 'venue' OR NOT shows_place)", name="place"),
        CheckConstraint("(agreed_by = '') = (agreed_on IS NULL) AND (whereabouts = 'venue' OR agreed_on IS NULL)", name="agreed"),
        CheckConstraint("(join_url = '' OR whereabouts = 'online') AND (join_url <> '' OR NOT shows_join)", name="join"),
        CheckConstraint("NOT immigration_enforcement OR statement_key IS NOT NULL", name="statement"),
        CheckConstraint("(state = 'cancelled') = (cancelled_at IS NOT NULL)", name="cancelled"),
        CheckConstraint("capacity > 0", name="capacity"),
        Index(None, "area", "held_on"),
        Index(None, "series_id", "held_on"),
    )

    reference: Mapped[str | None] = mapped_column(unique=True)
    series_id: Mapped[UUID | None] = mapped_column(ForeignKey("event_series.id"))
    original_on: Mapped[date | None]
    is_changed: Mapped[bool] = mapped_column(default=False)
    held_on: Mapped[date] = mapped_column(index=True)
    starts: Mapped[time]
    ends: Mapped[time]
    zone: Mapped[str] = mapped_column(default=ZONE)
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    sequence: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(default=State.SCHEDULED)
    cancelled_at: Mapped[datetime | None]
    cancelled_because: Mapped[str] = mapped_column(default="")
    kind: Mapped[str]
    area: Mapped[str | None]
    campaign_id: Mapped[UUID | None] = mapped_column(ForeignKey("campaign.id"), index=True)
    title_key: Mapped[str] = mapped_column(ForeignKey(UnitRow.key), index=True)
    summary_key: Mapped[str | None] = mapped_column(ForeignKey(UnitRow.key), index=True)
    statement_key: Mapped[str | None] = mapped_column(ForeignKey(UnitRow.key), index=True)
    purpose: Mapped[str] = mapped_column(default="")
    whereabouts: Mapped[str]
    venue_id: Mapped[UUID | None] = mapped_column(ForeignKey("venue.id"), index=True)
    shows_place: Mapped[bool] = mapped_column(default=False)
    agreed_by: Mapped[str] = mapped_column(default="")
    agreed_on: Mapped[date | None]
    host_organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    join_url: Mapped[str] = mapped_column(default="", server_default="")
    shows_join: Mapped[bool] = mapped_column(default=False, server_default=false())
    host_name: Mapped[str] = mapped_column(default="")
    host_email: Mapped[str] = mapped_column(default="")
    capacity: Mapped[int | None]
    safeguarding: Mapped[str] = mapped_column(default="")
    risks: Mapped[str] = mapped_column(default="")
    visibility: Mapped[str] = mapped_column(default=Visibility.INTERNAL)
    published_at: Mapped[datetime | None]
    contact_key: Mapped[str] = mapped_column(default="")  # no foreign key: an import may take a contact away
    attends: Mapped[str]
    immigration_enforcement: Mapped[bool] = mapped_column(default=False)
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime] = mapped_column(index=True)
    version: Mapped[int] = mapped_column()

    series: Mapped[EventSeries | None] = relationship(lazy="raise_on_sql")
    venue: Mapped[Venue | None] = relationship(lazy="raise_on_sql")
    campaign: Mapped[Campaign | None] = relationship(lazy="raise_on_sql")
    listeners: Mapped[set[EventAudience]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan")
    tongues: Mapped[list[EventLanguage]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="EventLanguage.language"
    )
    people: Mapped[list[EventStaff]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan", order_by="EventStaff.account_id")
    commitments: Mapped[set[Commitment]] = relationship(secondary=event_commitment, lazy="raise_on_sql")

    audiences: AssociationProxy[set[str]] = association_proxy("listeners", "title", creator=lambda title: EventAudience(title=title))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way

    @property
    def place(self) -> Place:
        return Place(self.area, {one.account_id: StaffRole(one.role) for one in self.people})

    @property
    def is_cancelled(self) -> bool:
        return self.state == State.CANCELLED

    @property
    def is_public(self) -> bool:
        return self.visibility == Visibility.PUBLIC


class EventAudience(Base):
    """A community that an event is for, as campaigns name theirs."""

    __tablename__ = "event_audience"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    title: Mapped[str] = mapped_column(primary_key=True)


class EventLanguage(Base):
    """A language (tag) that is spoken at an event, and how far an interpreter is found."""

    __tablename__ = "event_language"
    __table_args__ = (
        _one_of("need", Need),
        CheckConstraint("need IN ('booked', 'confirmed') OR interpreter_id IS NULL", name="interpreter"),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True, index=True)
    need: Mapped[str]
    interpreter_id: Mapped[UUID | None] = mapped_column(ForeignKey("interpreter.id"), index=True)


class EventStaff(Base):
    """Somebody of the staff who works at an event."""

    __tablename__ = "event_staff"
    __table_args__ = (_one_of("role", StaffRole),)

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
    role: Mapped[str]


class WithheldEvent(Base):
    """Readers of a language are not shown a public event, as of the latest publication: the text `unit` says what no page may say."""

    __tablename__ = "event_withheld"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    unit: Mapped[str]
    spoken: Mapped[str]
    phrase: Mapped[str]
    reason: Mapped[str]
