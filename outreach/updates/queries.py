"""Reads of progress updates. They are of the whole programme: all staff see them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import joinedload, selectinload, undefer

from outreach.accounts.queries import ME
from outreach.commitments.models import Evidence
from outreach.commitments.queries import find_standing_evidence
from outreach.core.db import db
from outreach.updates.models import ProgressUpdate, UpdateParty, UpdateSection, UpdateSource, UpdateWriter
from outreach.updates.rules import State


class UnknownUpdate(LookupError):
    """There is no such update, or no such part of it."""


def get_update(update_id: UUID, *, is_locked: bool = False, has_content: bool = False) -> ProgressUpdate:
    """The update with all its parts, locked until the transaction ends when it or one of them is to be changed. Raises UnknownUpdate.

    *has_content* brings what was frozen along.
    """
    if is_locked:
        db.session.execute(select(ProgressUpdate.id).where(ProgressUpdate.id == update_id).with_for_update())
    sections = selectinload(ProgressUpdate.sections)
    parts = [
        joinedload(ProgressUpdate.owner),
        sections.joinedload(UpdateSection.commitment),
        sections.selectinload(UpdateSection.sources).joinedload(UpdateSource.evidence).selectinload(Evidence.areas),
        selectinload(ProgressUpdate.parties),
        selectinload(ProgressUpdate.remarks),
    ]
    if has_content:
        parts += [undefer(ProgressUpdate.content), undefer(ProgressUpdate.pdf)]
    wanted = select(ProgressUpdate).where(ProgressUpdate.id == update_id).options(*parts).execution_options(populate_existing=True)
    found = db.session.scalar(wanted)
    if found is None:
        raise UnknownUpdate(update_id)
    return found


def section_of(update: ProgressUpdate, key: str) -> UpdateSection:
    """The section of a commitment that is in the document. Raises UnknownUpdate."""
    found = next((section for section in update.sections if section.commitment.key == key and not section.is_left_out), None)
    if found is None:
        raise UnknownUpdate(key)
    return found


def party_of(update: ProgressUpdate, party_id: UUID) -> UpdateParty:
    """Raises UnknownUpdate when the update speaks of no such organisation."""
    found = next((party for party in update.parties if party.id == party_id), None)
    if found is None:
        raise UnknownUpdate(party_id)
    return found


def find_pieces(commitment_ids: Sequence[UUID]) -> dict[UUID, list[Evidence]]:
    """The standing evidence for each of these commitments."""
    pieces: dict[UUID, list[Evidence]] = {commitment_id: [] for commitment_id in commitment_ids}
    for piece in find_standing_evidence(commitment_ids):
        pieces[piece.commitment_id].append(piece)
    return pieces


def has_written(update_id: UUID, account_id: UUID) -> bool:
    """Whether somebody has ever written in an update: a second lead has not."""
    wrote = exists().where(UpdateWriter.update_id == update_id, UpdateWriter.account_id == account_id)
    return bool(db.session.scalar(select(wrote)))


def count_to_review(reviewer_id: UUID) -> int:
    """How many updates wait for the approval of this reviewer, who has not written in them."""
    return db.session.scalar(_to_review(), {"me": reviewer_id}) or 0


@cache
def _to_review() -> Select[int]:
    wrote = exists().where(UpdateWriter.update_id == ProgressUpdate.id, UpdateWriter.account_id == ME)
    waiting = (ProgressUpdate.state == State.REVIEW, ProgressUpdate.approved_at.is_(None), ~wrote)
    return select(func.count()).select_from(ProgressUpdate).where(*waiting)
