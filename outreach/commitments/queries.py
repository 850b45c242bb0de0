"""Reads of the register. It is national: all staff see its rows; of the evidence everybody sees what is national or of their areas."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, or_, select, true
from sqlalchemy.orm import joinedload

from outreach.accounts.queries import IDS, find_names
from outreach.accounts.rules import Scope
from outreach.audit.models import AuditEntry
from outreach.commitments.labels import ACTS
from outreach.commitments.models import Commitment, Evidence, EvidenceArea, StateChange
from outreach.commitments.rules import GOING_ON, State
from outreach.core.db import db

UNKNOWN = "–"


class UnknownCommitment(LookupError):
    """There is no such row, or no such piece of evidence for whoever asks."""


@dataclass(frozen=True, slots=True)
class Event:
    """A line of a commitment's history. `change` is there when it went from one state to another; `act` names any other act."""

    at: datetime
    who: str
    act: str
    changed: tuple[str, ...] = ()
    detail: str = ""
    change: StateChange | None = None


def in_sight(scope: Scope) -> ColumnElement[bool]:
    """The condition that a piece of evidence is in sight from *scope* (`Scope.meets`, in SQL)."""
    if scope.is_national:
        return true()
    near = exists().where(EvidenceArea.evidence_id == Evidence.id, EvidenceArea.area.in_(scope.areas))
    return or_(Evidence.is_national, near)


def list_commitments() -> Sequence[Commitment]:
    """Every row that is not set aside, in the order of the keys."""
    return db.session.scalars(select(Commitment).where(Commitment.state != State.SET_ASIDE).order_by(Commitment.order)).all()


def get_commitment(key: str, *, is_locked: bool = False) -> Commitment:
    """The row with its owner, locked until the transaction ends when it is to be changed. Raises UnknownCommitment."""
    wanted = select(Commitment).where(Commitment.key == key).options(joinedload(Commitment.owner))
    if is_locked:
        wanted = wanted.with_for_update(of=Commitment).execution_options(populate_existing=True)
    found = db.session.scalar(wanted)
    if found is None:
        raise UnknownCommitment(key)
    return found


def find_evidence(commitment_id: UUID, *, scope: Scope) -> Sequence[Evidence]:
    """All evidence for a commitment that is in sight from *scope*, struck or not, the latest first."""
    wanted = select(Evidence).where(Evidence.commitment_id == commitment_id, in_sight(scope))
    return db.session.scalars(wanted.order_by(Evidence.dated_on.desc(), Evidence.number.desc())).all()


def get_evidence(ref: str, *, scope: Scope, is_locked: bool = False) -> Evidence:
    """The piece of evidence that *ref* (L2.3) names, if it is in sight from *scope*. Raises UnknownCommitment."""
    wanted = select(Evidence).where(Evidence.ref == ref, in_sight(scope)).options(joinedload(Evidence.commitment))
    if is_locked:
        wanted = wanted.with_for_update(of=Evidence).execution_options(populate_existing=True)
    found = db.session.scalar(wanted)
    if found is None:
        raise UnknownCommitment(ref)
    return found


def find_standing_evidence(commitment_ids: Sequence[UUID]) -> Sequence[Evidence]:
    """The evidence for these commitments, from everywhere, that nobody has withdrawn, by commitment and number."""
    wanted = select(Evidence).where(Evidence.commitment_id.in_(commitment_ids), Evidence.withdrawn_at.is_(None))
    return db.session.scalars(wanted.order_by(Evidence.commitment_id, Evidence.number)).all()


def count_standing_evidence(commitment_id: UUID) -> int:
    standing = (Evidence.commitment_id == commitment_id, Evidence.withdrawn_at.is_(None))
    return db.session.scalar(select(func.count()).select_from(Evidence).where(*standing)) or 0


def find_addressees() -> list[str]:
    """Everybody to whom the register addresses something, in the order of the alphabet."""
    return list(
        db.session.scalars(select(Commitment.addressee).where(Commitment.addressee != "").distinct().order_by(Commitment.addressee))
    )


def count_overdue(owners: Collection[UUID], today: date) -> int:
    """How many rows that these accounts own are overdue (`rules.is_overdue`, in SQL)."""
    return db.session.scalar(_overdue(), {"ids": owners, "today": today}) or 0


@cache
def _overdue() -> Select[int]:
    late = (Commitment.owner_id.in_(IDS), Commitment.due_on < bindparam("today"), Commitment.state.in_(GOING_ON))
    return select(func.count()).select_from(Commitment).where(*late)


def subject_of(key: str) -> str:
    """How the trail names a commitment."""
    return f"commitment/{key}"


def find_history(commitment: Commitment, *, scope: Scope) -> list[Event]:
    """What happened to a commitment, the latest first. Evidence out of sight from *scope* is left out."""
    names = find_names()
    changes = db.session.scalars(select(StateChange).where(StateChange.commitment_id == commitment.id))
    events = [Event(row.at, names.get(str(row.by_id), UNKNOWN), "", change=row, detail=row.reason) for row in changes]
    seen = {piece.ref for piece in find_evidence(commitment.id, scope=scope)}
    acts = db.session.scalars(select(AuditEntry).where(AuditEntry.subject == subject_of(commitment.key), AuditEntry.action.in_(ACTS)))
    for entry in acts:
        if not entry.action.startswith("evidence.") or entry.detail in seen:
            events.append(Event(entry.at, names.get(entry.actor, entry.actor), entry.action, tuple(entry.changed), entry.detail))
    return sorted(events, key=lambda event: event.at, reverse=True)


def find_withdrawn(refs: Sequence[str]) -> Sequence[Evidence]:
    """Those of these pieces of evidence that have been withdrawn."""
    return db.session.scalars(
        select(Evidence).where(Evidence.ref.in_(refs), Evidence.withdrawn_at.is_not(None)).order_by(Evidence.ref)
    ).all()
