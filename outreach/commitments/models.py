"""Commitments."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from outreach.core.db import Base, Keyed


class Commitment(Keyed, Base):
    """Something that was promised or recommended, under the key that everybody knows it by ('L2')."""

    __tablename__ = "commitment"

    key: Mapped[str] = mapped_column(unique=True)
    summary: Mapped[str]
