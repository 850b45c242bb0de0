"""Campaigns and their parts. A part is never deleted: it is set aside (`archived_at`), and can be taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, false
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from outreach.accounts.models import Account
from outreach.accounts.rules import Scope
from outreach.campaigns.rules import AssessmentKind, AssessmentState, Doing, Level, LineKind, Place, State
from outreach.commitments.models import Commitment
from outreach.core.db import Base, Keyed


def _one_of(column: str, values: Iterable[StrEnum]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(str(value)) for value in values)})", name=column)


def _served_by(table: str) -> Table:
    """Which commitments the rows of *table* serve."""
    kind = table.removeprefix("campaign_")
    owner: Column[UUID] = Column(f"{kind}_id", ForeignKey(f"{table}.id", ondelete="CASCADE"), primary_key=True)
    commitment: Column[UUID] = Column("commitment_id", ForeignKey("commitment.id"), primary_key=True, index=True)
    return Table(f"{kind}_commitment", Base.metadata, owner, commitment)


campaign_commitment = _served_by("campaign")
action_commitment = _served_by("campaign_action")


class Campaign(Keyed, Base):
    """`changed_at` is when anything of it was last changed, its parts too; `asked_at`, when its owner asked for approval."""

    __tablename__ = "campaign"
    __table_args__ = (_one_of("state", State), CheckConstraint("ends_on >= starts_on", name="dates"))

    name: Mapped[str]
    purpose: Mapped[str]
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    state: Mapped[str] = mapped_column(default=State.DRAFT)
    starts_on: Mapped[date | None] = mapped_column(index=True)
    ends_on: Mapped[date | None]
    is_national: Mapped[bool] = mapped_column(server_default=false())
    insight: Mapped[str] = mapped_column(default="")
    strategy: Mapped[str] = mapped_column(default="")
    implementation: Mapped[str] = mapped_column(default="")
    scoring: Mapped[str] = mapped_column(default="")
    learning: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime | None]
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime] = mapped_column(index=True)
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    owner: Mapped[Account] = relationship(lazy="raise_on_sql", foreign_keys=[owner_id])
    places: Mapped[set[CampaignArea]] = relationship(lazy="selectin", cascade="all, delete-orphan")
    members: Mapped[set[CampaignMember]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan")
    commitments: Mapped[set[Commitment]] = relationship(secondary=campaign_commitment, lazy="raise_on_sql")

    areas: AssociationProxy[set[str]] = association_proxy("places", "area", creator=lambda area: CampaignArea(area=area))
    team: AssociationProxy[set[UUID]] = association_proxy("members", "account_id", creator=lambda one: CampaignMember(account_id=one))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way

    @property
    def scope(self) -> Scope:
        return Scope(self.is_national, frozenset(self.areas))

    @property
    def place(self) -> Place:
        return Place(self.scope, self.owner_id, frozenset(self.team))

    @property
    def is_frozen(self) -> bool:
        """Whether nothing in it may be changed any more, unless it is first moved or taken out of the archive."""
        return self.archived_at is not None or self.state == State.EVALUATED


class CampaignArea(Base):
    """A force area (`core.areas`) that a campaign reaches."""

    __tablename__ = "campaign_area"

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"), primary_key=True)
    area: Mapped[str] = mapped_column(primary_key=True, index=True)


class CampaignMember(Base):
    """Somebody who works on a campaign beside its owner."""

    __tablename__ = "campaign_member"

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)


class Part(Keyed):
    """What the parts of a campaign share. `kind` names them in addresses and in the trail."""

    kind: ClassVar[str]

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    title: Mapped[str]
    made_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(nullable=False)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy's own way
        return {"version_id_col": cls.version}


class Audience(Part, Base):
    """A community that a campaign is for, and the languages (tags) that it is spoken to in."""

    __tablename__ = "campaign_audience"
    kind = "audience"

    tongues: Mapped[set[AudienceLanguage]] = relationship(lazy="selectin", cascade="all, delete-orphan")
    languages: AssociationProxy[set[str]] = association_proxy("tongues", "language", creator=lambda tag: AudienceLanguage(language=tag))


class AudienceLanguage(Base):
    __tablename__ = "campaign_audience_language"

    audience_id: Mapped[UUID] = mapped_column(ForeignKey("campaign_audience.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True, index=True)


class Objective(Part, Base):
    """SMART: `measure` in `unit`, from `baseline` to `target`, by `due_on`."""

    __tablename__ = "campaign_objective"
    __table_args__ = (_one_of("level", Level),)
    kind = "objective"

    level: Mapped[str]
    measure: Mapped[str]
    unit: Mapped[str]
    baseline: Mapped[float]
    target: Mapped[float]
    due_on: Mapped[date]


class Measurement(Part, Base):
    """What was measured of an objective on a day. The title says how it was measured."""

    __tablename__ = "campaign_measurement"
    kind = "measurement"

    objective_id: Mapped[UUID] = mapped_column(ForeignKey("campaign_objective.id"), index=True)
    measured_on: Mapped[date]
    value: Mapped[float]
    note: Mapped[str]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))


class BudgetLine(Part, Base):
    """Money in pence. Hours are those that partner organisations give, and are paid for."""

    __tablename__ = "campaign_budget_line"
    __table_args__ = (
        _one_of("line", LineKind),
        CheckConstraint("planned >= 0 AND spent >= 0", name="pence"),
        CheckConstraint(f"line = '{LineKind.PARTNER_HOURS}' OR (hours_planned IS NULL AND hours_given IS NULL)", name="hours"),
    )
    kind = "budget"

    line: Mapped[str]
    planned: Mapped[int]
    spent: Mapped[int]
    hours_planned: Mapped[float | None]
    hours_given: Mapped[float | None]
    note: Mapped[str]


class Risk(Part, Base):
    __tablename__ = "campaign_risk"
    __table_args__ = (CheckConstraint("likelihood BETWEEN 1 AND 5 AND impact BETWEEN 1 AND 5", name="weight"),)
    kind = "risk"

    likelihood: Mapped[int]
    impact: Mapped[int]
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    mitigation: Mapped[str]
    reviewed_on: Mapped[date | None]

    @property
    def weight(self) -> int:
        """1 to 25."""
        return self.likelihood * self.impact


class Action(Part, Base):
    """Something that somebody does by a day. `doing` decides whether it began and is done; the days say when."""

    __tablename__ = "campaign_action"
    __table_args__ = (
        _one_of("doing", Doing),
        CheckConstraint("(doing = 'done') = (done_on IS NOT NULL)", name="done"),
        Index(None, "campaign_id", "doing", "due_on"),
        Index(None, "owner_id", "doing", "due_on"),
    )
    kind = "action"

    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    due_on: Mapped[date | None] = mapped_column(index=True)
    started_on: Mapped[date | None]
    done_on: Mapped[date | None]
    doing: Mapped[str] = mapped_column(default=Doing.TODO)
    note: Mapped[str]

    commitments: Mapped[set[Commitment]] = relationship(secondary=action_commitment, lazy="raise_on_sql")


class Decision(Part, Base):
    """What was decided, and why."""

    __tablename__ = "campaign_decision"
    kind = "decision"

    reasons: Mapped[str]
    decided_on: Mapped[date]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))


class Assessment(Part, Base):
    """A note on equality impact or data protection. Agreed, it opens the way to the start."""

    __tablename__ = "campaign_assessment"
    __table_args__ = (_one_of("about", AssessmentKind), _one_of("state", AssessmentState))
    kind = "assessment"

    about: Mapped[str]
    text: Mapped[str]
    state: Mapped[str]
    assessed_on: Mapped[date]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))


class Link(Part, Base):
    __tablename__ = "campaign_link"
    kind = "link"

    url: Mapped[str]


class Milestone(Part, Base):
    __tablename__ = "campaign_milestone"
    kind = "milestone"

    due_on: Mapped[date] = mapped_column(index=True)
    reached_on: Mapped[date | None]


PARTS: tuple[type[Any], ...] = (Audience, Objective, Measurement, Milestone, Action, BudgetLine, Risk, Decision, Assessment, Link)
"""In the order in which a plan is made."""
