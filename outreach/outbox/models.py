"""Mails, addresses that are not to be written to, and what the provider tells."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from outreach.core.db import Base, Keyed
from outreach.outbox.rules import Category, Reason, State


class Mail(Keyed, Base):
    """One mail to one address, rendered. `key` makes a repeat of the same act impossible.

    A secret link is not in it: `secret` names what is put in the place of SECRET_MARK at the moment of sending (see senders).
    `fate` is the gravest thing that the provider has told since.
    """

    __tablename__ = "outbox_mail"
    __table_args__ = (
        UniqueConstraint("key"),
        CheckConstraint(f"state IN ({', '.join(repr(str(state)) for state in State)})", name="state"),
        CheckConstraint(f"category IN ({', '.join(repr(str(category)) for category in Category)})", name="category"),
        Index("ix_outbox_mail_state_due_at", "state", "due_at"),
    )

    key: Mapped[str]
    kind: Mapped[str]
    category: Mapped[str]
    address: Mapped[str]
    language: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    secret: Mapped[str] = mapped_column(server_default="")
    state: Mapped[str]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(server_default="0")
    leased_until: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(server_default="")
    provider_id: Mapped[str] = mapped_column(server_default="")
    fate: Mapped[str] = mapped_column(server_default="")


class Suppression(Keyed, Base):
    """An address that is not to be written to, as `rules.normal_address` gives it, for each reason once."""

    __tablename__ = "outbox_suppression"
    __table_args__ = (
        UniqueConstraint("address", "reason"),
        CheckConstraint(f"reason IN ({', '.join(repr(str(reason)) for reason in Reason)})", name="reason"),
    )

    address: Mapped[str]
    reason: Mapped[str]
    since: Mapped[datetime]


class ProviderEvent(Base):
    """Something that the provider told, once for each of its ids. `mail_id` is missing where no mail of ours is meant."""

    __tablename__ = "outbox_provider_event"

    id: Mapped[str] = mapped_column(primary_key=True)
    mail_id: Mapped[UUID | None] = mapped_column(index=True)
    kind: Mapped[str]
    address: Mapped[str]
    at: Mapped[datetime]
    received_at: Mapped[datetime]
