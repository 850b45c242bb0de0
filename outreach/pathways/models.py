"""Routes from the police of an area to those who help. None is ever deleted: it is archived, and can be taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.core.db import Base, Keyed
from outreach.directory.models import Service
from outreach.directory.rules import LIVING, Need
from outreach.pathways.rules import Capacity, Extent


def _one_of(column: str, values: Iterable[StrEnum]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(str(value)) for value in values)})", name=column)


class Pathway(Keyed, Base):
    """A route of `area` for a need: to a service of the directory, or to whoever `recipient` names; to nobody where there is none.

    `agreed_for_police` and `agreed_for_service` are roles and no people: who holds them changes. From `review_on` on it is to be looked at
    again.
    """

    __tablename__ = "pathway"
    __table_args__ = (
        _one_of("need", Need),
        _one_of("extent", Extent),
        _one_of("capacity", Capacity),
        CheckConstraint("(extent = 'none') = (service_id IS NULL AND recipient = '')", name="to_whom"),
        CheckConstraint("service_id IS NULL OR recipient = ''", name="one_recipient"),
        CheckConstraint(
            "extent IN ('none', 'partial') OR (agreed_on IS NOT NULL AND agreed_for_police <> '' AND agreed_for_service <> '')",
            name="agreed",
        ),
        Index(None, "area", "need"),
    )

    area: Mapped[str]
    need: Mapped[str]
    extent: Mapped[str]
    service_id: Mapped[UUID | None] = mapped_column(ForeignKey(Service.id), index=True)
    recipient: Mapped[str] = mapped_column(default="")
    referred_by: Mapped[str] = mapped_column(default="")
    how: Mapped[str] = mapped_column(default="")
    hours: Mapped[str] = mapped_column(default="")
    capacity: Mapped[str] = mapped_column(default=Capacity.UNKNOWN)
    agreed_on: Mapped[date | None]
    agreed_for_police: Mapped[str] = mapped_column(default="")
    agreed_for_service: Mapped[str] = mapped_column(default="")
    review_on: Mapped[date] = mapped_column(index=True)
    evidence_url: Mapped[str] = mapped_column(default="")
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    service: Mapped[Service | None] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way

    @property
    def leads_nowhere(self) -> bool:
        """Whether its service has closed for good, or is archived."""
        return self.service is not None and self.service.stage not in LIVING

    @property
    def to_whom(self) -> str:
        """The name of whoever it leads to; '' where there is no route."""
        return self.service.name if self.service else self.recipient
