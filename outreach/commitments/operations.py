"""What is done to the register. Each act is on record in the trail under the commitment's key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from outreach.accounts.models import Account
from outreach.accounts.rules import Scope
from outreach.audit.operations import record
from outreach.commitments.models import Commitment, Evidence, EvidenceArea, StateChange
from outreach.commitments.queries import count_standing_evidence, subject_of
from outreach.commitments.rules import Kind, Refusal, State, find_refusal, may_add_evidence, order_of
from outreach.commitments.seed import read_seed
from outreach.core.dates import LONDON
from outreach.core.db import db

TEXTS = ("official_text", "official_url")
COMMAND = "command line"


class CommitmentRefused(Exception):
    """What was asked is not possible, for this reason."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal)


def seed_register(*, now: datetime) -> int:
    """Add the rows of the package's file that this installation lacks; returns how many. One that it has is left as it is."""
    known = set(db.session.scalars(select(Commitment.key)))
    missing = [row for row in read_seed() if row.key not in known]
    for row in missing:
        about = {"addressee": row.addressee, "summary": row.summary, "official_text": row.official_text, "position": row.position}
        db.session.add(
            Commitment(key=row.key, order=order_of(row.key), state=row.state, source=row.source, remark=row.remark, **about)
        )  # fmt: skip
        record("commitment.made", subject_of(row.key), by=COMMAND, now=now)
    db.session.flush()
    return len(missing)


def add_commitment(commitment_id: UUID, key: str, values: Mapping[str, Any], *, by: Account, now: datetime) -> Commitment:
    """Enter a row, open. *values* by the names of the columns. Raises CommitmentRefused: the key is taken."""
    if db.session.scalar(select(Commitment.id).where(Commitment.key == key)):
        raise CommitmentRefused(Refusal.KEY_TAKEN)
    made = Commitment(id=commitment_id, key=key, order=order_of(key), state=State.OPEN, **values)
    db.session.add(made)
    db.session.flush()
    record("commitment.made", subject_of(key), by=str(by.id), now=now)
    return made


def change_commitment(commitment: Commitment, values: Mapping[str, Any], *, by: Account, now: datetime) -> bool:
    """Give the row these values; False when nothing is different. A text that is changed has been confirmed by nobody."""
    changed = [name for name, value in values.items() if getattr(commitment, name) != value]
    for name in changed:
        setattr(commitment, name, values[name])
    if not changed:
        return False
    if set(changed) & set(TEXTS):
        commitment.confirmed_by_id = commitment.confirmed_on = None
    record("commitment.changed", subject_of(commitment.key), by=str(by.id), now=now, changed=changed)
    return True


def change_state(commitment: Commitment, after: State, *, reason: str, by: Account | None, now: datetime) -> None:
    """Move the commitment to another state. Raises CommitmentRefused: it is in it already, or would be done without evidence."""
    before = State(commitment.state)
    if refusal := find_refusal(before, after, evidence=count_standing_evidence(commitment.id)):
        raise CommitmentRefused(refusal)
    commitment.state = after
    change = StateChange(commitment_id=commitment.id, at=now, by_id=by.id if by else None, before=before, after=after, reason=reason)
    db.session.add(change)
    record("commitment.state-changed", subject_of(commitment.key), by=str(by.id) if by else COMMAND, now=now, detail=f"{before} → {after}")


def confirm_text(commitment: Commitment, *, by: Account, now: datetime) -> None:
    """Somebody has compared the official text with its source, word for word. Raises CommitmentRefused when there is none."""
    if not commitment.official_text:
        raise CommitmentRefused(Refusal.NO_TEXT)
    commitment.confirmed_by_id, commitment.confirmed_on = by.id, now.astimezone(LONDON).date()
    record("commitment.text-confirmed", subject_of(commitment.key), by=str(by.id), now=now)


def add_evidence(
    commitment: Commitment, evidence_id: UUID, *, kind: Kind, title: str, places: Scope, dated_on: date, by: Account, now: datetime,
    url: str = "", reference: str = "", note: str = "",
) -> Evidence:  # fmt: skip
    """Say what was done, with what shows it. Call it with the commitment locked: its pieces are numbered in turn.

    Raises CommitmentRefused: no place is named, or one beyond the scope of *by*.
    """
    if not (places.is_national or places.areas):
        raise CommitmentRefused(Refusal.PLACES)
    if not may_add_evidence(by.part, places):
        raise CommitmentRefused(Refusal.OUT_OF_SCOPE)
    latest = db.session.scalar(select(func.max(Evidence.number)).where(Evidence.commitment_id == commitment.id)) or 0
    ref = f"{commitment.key}.{latest + 1}"
    piece = Evidence(
        id=evidence_id, commitment_id=commitment.id, number=latest + 1, ref=ref, kind=kind, title=title, url=url, reference=reference,
        dated_on=dated_on, note=note, is_national=places.is_national, added_at=now, added_by_id=by.id,
    )  # fmt: skip
    piece.areas = [] if places.is_national else [EvidenceArea(area=slug) for slug in sorted(places.areas)]
    db.session.add(piece)
    db.session.flush()
    record("evidence.added", subject_of(commitment.key), by=str(by.id), now=now, detail=ref)
    return piece


def withdraw_evidence(piece: Evidence, *, reason: str, by: Account, now: datetime) -> None:
    """Strike a piece of evidence; it stays to be seen, with the reason. Raises CommitmentRefused when that is done already."""
    if piece.withdrawn_at:
        raise CommitmentRefused(Refusal.WITHDRAWN)
    piece.withdrawn_at, piece.withdrawn_by_id, piece.withdrawn_reason = now, by.id, reason
    record("evidence.withdrawn", subject_of(piece.commitment.key), by=str(by.id), now=now, detail=piece.ref)
