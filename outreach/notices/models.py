"""What people know of events, and every notice once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from outreach.core.db import Base, Keyed
from outreach.notices.rules import Facts, Kind, Known


class EventKnown(Base):
    """What *recipient* ('staff/<id>', 'interpreter/<id>', 'host/<hash of the address>') was told last of an event.

    `address` is a host's, as long as there may be something to tell them: when the event names another, nothing else knows it.
    """

    __tablename__ = "event_known"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), primary_key=True)
    recipient: Mapped[str] = mapped_column(primary_key=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str]
    is_cancelled: Mapped[bool]
    is_on: Mapped[bool]
    told_at: Mapped[datetime]
    address: Mapped[str] = mapped_column(default="", server_default="")

    @property
    def known(self) -> Known:
        return Known(Facts(self.starts_at, self.ends_at, self.place, self.is_cancelled), self.is_on, self.told_at)


class EventNotice(Keyed, Base):
    """A notice that was put into the outbox: one of each kind for each recipient and each version (`sequence`) of an event."""

    __tablename__ = "event_notice"
    __table_args__ = (
        UniqueConstraint("event_id", "recipient", "kind", "sequence"),
        CheckConstraint(f"kind IN ({', '.join(repr(str(kind)) for kind in Kind)})", name="kind"),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"))
    recipient: Mapped[str]
    kind: Mapped[str]
    sequence: Mapped[int]
    starts_at: Mapped[datetime]
    put_at: Mapped[datetime]


class EventLook(Base):
    """Up to which change of an event it was looked at: what has not changed since, and is not near, is not looked at again."""

    __tablename__ = "event_look"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), primary_key=True)
    changed_at: Mapped[datetime]
