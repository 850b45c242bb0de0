"""Reads of commitments."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from outreach.commitments.models import Commitment
from outreach.core.db import db


def list_commitments() -> Sequence[Commitment]:
    """Every commitment in the order of its key."""
    return db.session.scalars(select(Commitment).order_by(Commitment.key)).all()
