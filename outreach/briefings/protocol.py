"""What can be said of the Migrant Victims Protocol: read from the register of commitments, and from who looked for it last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, select

from outreach.briefings.models import ProtocolLook
from outreach.briefings.rules import LOOKED_WITHIN, Protocol, protocol_of
from outreach.commitments.models import Commitment
from outreach.commitments.queries import list_commitments
from outreach.commitments.rules import State as Promise
from outreach.core.db import db

ROWS = ("R3", "L1")
"""The rows of the register about the protocol. The first that is there says what became of it."""


@dataclass(frozen=True, slots=True)
class ProtocolState:
    """What can be said, the rows of the register that say so, and the latest look; *is_look_due*: nobody has looked for long."""

    standing: Protocol
    rows: list[Commitment]
    look: ProtocolLook | None
    is_look_due: bool


def find_protocol(today: date) -> ProtocolState:
    """How the protocol stands: two queries."""
    known = {row.key: row for row in list_commitments() if row.key in ROWS}
    rows = [known[key] for key in ROWS if key in known]
    look = db.session.scalar(_looks().limit(1))
    standing = protocol_of(Promise(rows[0].state) if rows else None, is_seen=look is not None and look.is_found)
    return ProtocolState(standing, rows, look, look is None or look.looked_on < today - timedelta(days=LOOKED_WITHIN))


def list_looks() -> Sequence[ProtocolLook]:
    """Everybody who looked, the latest first."""
    return db.session.scalars(_looks()).all()


def _looks() -> Select[ProtocolLook]:
    return select(ProtocolLook).order_by(ProtocolLook.looked_on.desc(), ProtocolLook.noted_at.desc(), ProtocolLook.id)
