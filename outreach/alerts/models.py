"""Alerts and their answers. No column holds words of a partner, a day, a victim or an officer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.models import Account
from outreach.alerts.rules import Dispute, Finding, Kind, Obstacle, Setting, Stage, State
from outreach.briefings.models import Briefing
from outreach.core.db import Base, Keyed
from outreach.partners.models import Organisation


def _one_of(column: str, values: Iterable[StrEnum], *, is_empty: bool = False) -> CheckConstraint:
    known = [*([""] if is_empty else []), *values]
    return CheckConstraint(f"{column} IN ({', '.join(repr(str(value)) for value in known)})", name=column)


class Alert(Keyed, Base):
    """What an organisation says of practice in an area (a force) and a month (`month_on` is its first day).

    `is_named` says that whoever answers may know which organisation it is. `due_on` is the day by which the next answer has to be there;
    `told` what those who have to answer were told last. `raised_by_id` is forgotten a year after the alert has ended.
    """

    __tablename__ = "practice_alert"
    __table_args__ = (
        _one_of("kind", Kind),
        _one_of("setting", Setting),
        _one_of("state", State),
        _one_of("dispute", Dispute, is_empty=True),
        _one_of("told", Stage, is_empty=True),
        CheckConstraint("(disputed_at IS NULL) = (dispute = '')", name="disputed"),
        CheckConstraint("state IN ('open', 'disputed') OR ended_at IS NOT NULL", name="ended"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    raised_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    raised_at: Mapped[datetime] = mapped_column(index=True)
    area: Mapped[str] = mapped_column(index=True)
    month_on: Mapped[date]
    kind: Mapped[str]
    setting: Mapped[str]
    is_named: Mapped[bool] = mapped_column(server_default=false())
    state: Mapped[str] = mapped_column(index=True)
    due_on: Mapped[date] = mapped_column(index=True)
    told: Mapped[str] = mapped_column(default="")
    dispute: Mapped[str] = mapped_column(default="")
    disputed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    answers: Mapped[list[AlertAnswer]] = relationship(lazy="selectin", cascade="all, delete-orphan", order_by="AlertAnswer.number")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way

    @property
    def reference(self) -> str:
        """How people name it. It is no running number: that would tell how many there are."""
        return f"P-{self.id.hex[:6].upper()}"


class AlertAnswer(Keyed, Base):
    """The first answer to an alert, or the second one after a dispute. What a partner has read is never changed."""

    __tablename__ = "practice_alert_answer"
    __table_args__ = (
        UniqueConstraint("alert_id", "number"),
        _one_of("finding", Finding),
        _one_of("obstacle", Obstacle, is_empty=True),
        CheckConstraint("number IN (1, 2)", name="number"),
        CheckConstraint("(finding = 'cannot') = (obstacle <> '')", name="why"),
        CheckConstraint("words <> ''", name="words"),
    )

    alert_id: Mapped[UUID] = mapped_column(ForeignKey("practice_alert.id"))
    number: Mapped[int]
    finding: Mapped[str]
    steps: Mapped[list[str]] = mapped_column(JSON)
    briefing_id: Mapped[UUID | None] = mapped_column(ForeignKey("briefing.id"))
    obstacle: Mapped[str] = mapped_column(default="")
    words: Mapped[str]
    answered_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime]

    briefing: Mapped[Briefing | None] = relationship(lazy="joined")
    answered_by: Mapped[Account] = relationship(lazy="joined")
