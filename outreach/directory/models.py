"""Services, with their needs, areas, hours, telephones and languages. Nothing is ever deleted: a service ends, or is archived.

A confidential service has an area and telephones: the constraint `confidential` sees to it that no address can be stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.rules import Scope
from outreach.content.models import UnitRow
from outreach.core.db import Base, Keyed
from outreach.directory.rules import (
    Capacity,
    Cost,
    Hours,
    Mode,
    Need,
    Opening,
    Other,
    PassesOn,
    Reason,
    Recourse,
    Stage,
    Standing,
)
from outreach.partners.models import Organisation
from outreach.partners.rules import RevisionState

_PENDS = text("state = 'pending'")


def _one_of(column: str, values: Iterable[StrEnum], *, or_empty: bool = False) -> CheckConstraint:
    allowed = [str(value) for value in values] + ([""] if or_empty else [])
    return CheckConstraint(f"{column} IN ({', '.join(map(repr, allowed))})", name=column)


class Service(Keyed, Base):
    """A service of a partner organisation, or (`organisation_id` is missing) of a public body that staff have entered.

    `name` is what a reader asks for on the telephone, and is never translated; `description_key` names a unit of content, which is.
    `provider` is the name of whoever runs it, that of the organisation where there is one; `searched` is what `ServiceGram` was made of.
    `confirmed_at` is when somebody who may said last that all is still true: an edit does not count. `changed_at` goes on with every change
    of the service, its rows or its texts. One that is no longer there keeps its row, with `ended_at` or `archived_at`.
    """

    __tablename__ = "service"
    __table_args__ = (
        _one_of("stage", Stage),
        _one_of("recourse", Recourse),
        _one_of("cost", Cost),
        _one_of("standing", Standing),
        _one_of("passes_on", PassesOn),
        _one_of("capacity", Capacity),
        _one_of("closed_because", Reason, or_empty=True),
        CheckConstraint("NOT is_confidential OR (address = '' AND website = '' AND email = '')", name="confidential"),
        CheckConstraint("immigration_level BETWEEN 1 AND 3", name="immigration_level"),
        CheckConstraint("min_age >= 0 AND max_age >= 0 AND max_age >= min_age", name="ages"),
        CheckConstraint("(closed_from IS NULL) = (closed_because = '') AND closed_until >= closed_from", name="closed"),
        CheckConstraint("closed_from IS NOT NULL OR closed_until IS NULL", name="closed_until"),
        CheckConstraint("stage <> 'ended' OR ended_at IS NOT NULL", name="ended"),
        CheckConstraint("(stage = 'archived') = (archived_at IS NOT NULL)", name="archived"),
        CheckConstraint("provider <> ''", name="provider"),
    )

    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey(Organisation.id), index=True)
    name: Mapped[str] = mapped_column(index=True)
    provider: Mapped[str]
    searched: Mapped[str] = mapped_column(default="")
    description_key: Mapped[str] = mapped_column(ForeignKey(UnitRow.key), index=True)
    stage: Mapped[str] = mapped_column(default=Stage.DRAFT, index=True)
    standing: Mapped[str]
    ties: Mapped[list[str]] = mapped_column(JSON)  # values of partners.rules.Tie
    passes_on: Mapped[str] = mapped_column(default=PassesOn.UNKNOWN)
    passes_to: Mapped[list[str]] = mapped_column(JSON)  # values of rules.Recipient
    is_national: Mapped[bool] = mapped_column(server_default=false())
    is_confidential: Mapped[bool] = mapped_column(server_default=false())
    address: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    recourse: Mapped[str] = mapped_column(default=Recourse.UNKNOWN)
    communities: Mapped[list[str]] = mapped_column(JSON)  # values of partners.rules.Community; empty: for everybody
    min_age: Mapped[int | None]
    max_age: Mapped[int | None]
    immigration_level: Mapped[int | None]
    cost: Mapped[str] = mapped_column(default=Cost.UNKNOWN)
    access: Mapped[list[str]] = mapped_column(JSON)  # values of rules.Access
    is_always_open: Mapped[bool] = mapped_column(server_default=false())
    capacity: Mapped[str] = mapped_column(default=Capacity.OPEN)
    capacity_at: Mapped[datetime | None]
    closed_from: Mapped[date | None]
    closed_until: Mapped[date | None]
    closed_because: Mapped[str] = mapped_column(default="")
    trained_on: Mapped[date | None]
    contact_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")  # for staff alone
    reference: Mapped[str | None] = mapped_column(unique=True)  # its id in the feed that it came from
    is_demonstration: Mapped[bool] = mapped_column(server_default=false())
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime] = mapped_column(index=True)
    changed_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    organisation: Mapped[Organisation | None] = relationship(lazy="raise_on_sql")
    needs: Mapped[list[ServiceNeed]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan", order_by="ServiceNeed.place")
    areas: Mapped[list[ServiceArea]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan", order_by="ServiceArea.area")
    openings: Mapped[list[ServiceOpening]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="ServiceOpening.weekday, ServiceOpening.opens"
    )
    other_days: Mapped[list[ServiceDay]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="ServiceDay.on, ServiceDay.opens"
    )
    phones: Mapped[list[ServicePhone]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan", order_by="ServicePhone.place")
    languages: Mapped[list[ServiceLanguage]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="ServiceLanguage.language, ServiceLanguage.mode"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way

    @property
    def scope(self) -> Scope:
        return Scope(self.is_national, frozenset(row.area for row in self.areas))

    @property
    def hours(self) -> Hours:
        week = tuple(Opening(row.weekday, row.opens, row.closes) for row in self.openings)
        return Hours(self.is_always_open, week, tuple(Other(row.on, row.opens, row.closes) for row in self.other_days))


class ServiceNeed(Base):
    """What a service is for; place 0 is what it is for first of all."""

    __tablename__ = "service_need"
    __table_args__ = (_one_of("need", Need),)

    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), primary_key=True)
    need: Mapped[str] = mapped_column(primary_key=True, index=True)
    place: Mapped[int]


class ServiceArea(Base):
    """A force area (`core.areas`) that a service covers."""

    __tablename__ = "service_area"

    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), primary_key=True)
    area: Mapped[str] = mapped_column(primary_key=True, index=True)


class ServiceOpening(Keyed, Base):
    """From when until when on a day of the week (Monday is 0): wall time in Europe/London, every week."""

    __tablename__ = "service_opening"
    __table_args__ = (CheckConstraint("closes > opens", name="times"), CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"))

    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    weekday: Mapped[int]
    opens: Mapped[time]
    closes: Mapped[time]


class ServiceDay(Keyed, Base):
    """A day with other hours than its weekday has; without hours it is closed that day."""

    __tablename__ = "service_day"
    __table_args__ = (
        CheckConstraint("(opens IS NULL) = (closes IS NULL)", name="hours"),
        CheckConstraint("closes > opens", name="times"),
        Index(None, "service_id", "on_day"),
    )

    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"))
    on: Mapped[date] = mapped_column("on_day")
    opens: Mapped[time | None]
    closes: Mapped[time | None]


class ServicePhone(Keyed, Base):
    """A telephone: `dial` in E.164 (or a short number), `display` as people write it, `languages` (tags) that answer it."""

    __tablename__ = "service_phone"

    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    place: Mapped[int]
    dial: Mapped[str]
    display: Mapped[str]
    cost: Mapped[str]
    languages: Mapped[list[str]] = mapped_column(JSON)


class ServiceLanguage(Keyed, Base):
    """A language (tag) that is truly offered: how, in which variety, on which days of the week (empty: whenever it is open), and when that
    was confirmed last.
    """

    __tablename__ = "service_language"
    __table_args__ = (_one_of("mode", Mode), Index(None, "service_id", "language"))

    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(index=True)
    mode: Mapped[str]
    dialect: Mapped[str] = mapped_column(default="")
    days: Mapped[list[int]] = mapped_column(JSON)
    confirmed_on: Mapped[date]


class ServiceGram(Base):
    """One to four signs that stand together in what can be searched of a service: the same index on every database."""

    __tablename__ = "service_gram"

    gram: Mapped[str] = mapped_column(primary_key=True)
    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), primary_key=True, index=True)


class ServiceChange(Keyed, Base):
    """What an organisation asks for about a service of its own: that a draft of it (`is_new`) is shown, or a change of one that is there.

    `changes` has the fields that are to be different and no other, `before` what they were when it was asked for (both as JSON of
    `written`): where one of them is something else by now, the change is overtaken. One pends at a time.
    """

    __tablename__ = "service_change"
    __table_args__ = (
        _one_of("state", RevisionState),
        CheckConstraint("(state = 'pending') = (decided_at IS NULL)", name="decided"),
        CheckConstraint("state <> 'given-back' OR reason <> ''", name="reason"),
        CheckConstraint("state = 'taken-back' OR decided_by_id IS NULL OR decided_by_id <> asked_by_id", name="second_person"),
        Index("ix_service_change_pends", "service_id", unique=True, sqlite_where=_PENDS, postgresql_where=_PENDS),
    )

    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    is_new: Mapped[bool] = mapped_column(server_default=false())
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(default=RevisionState.PENDING)
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime] = mapped_column(index=True)
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column()

    service: Mapped[Service] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way
