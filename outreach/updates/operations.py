"""What is done to progress updates. Each act is on record in the trail; call them with the update locked and its parts loaded."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from outreach.accounts.models import Account
from outreach.audit.operations import record
from outreach.commitments.models import Commitment, Evidence
from outreach.core.dates import LONDON
from outreach.core.db import db
from outreach.updates.assembling import assemble, begin_texts, find_unnamed
from outreach.updates.letter import digest, write_canonical
from outreach.updates.models import ProgressUpdate, UpdateParty, UpdateRemark, UpdateSection, UpdateSource, UpdateWriter
from outreach.updates.pdf import PdfFailed, render_pdf
from outreach.updates.queries import find_pieces, get_update, has_written
from outreach.updates.rules import Refusal, State, Verdict, find_blockers

SPOKEN = frozenset({"name", "described_as", "contribution", "dissent"})
"""What an organisation approves: when one of these changes, it has approved nothing."""


class UpdateRefused(Exception):
    """What was asked is not possible, for this reason."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal)


def subject_of(update_id: UUID) -> str:
    """How the trail names an update."""
    return f"update/{update_id}"


def begin_update(
    update_id: UUID, values: Mapping[str, Any], commitments: Sequence[Commitment], *, by: Account, now: datetime
) -> ProgressUpdate:
    """Begin a draft about these commitments, with what the register and its evidence give. *values* by the names of the columns."""
    update = ProgressUpdate(id=update_id, state=State.DRAFT, owner_id=by.id, made_at=now, **values)
    db.session.add(update)
    db.session.flush()
    for position, (commitment, pieces) in enumerate(_with_pieces(commitments)):
        _add_section(update_id, commitment, pieces, position)
    _note_writer(update_id, by)
    db.session.flush()
    record("update.begun", subject_of(update_id), by=str(by.id), now=now)
    return get_update(update_id)


def change_update(update: ProgressUpdate, values: Mapping[str, Any], *, by: Account, now: datetime) -> bool:
    """Change what stands around the sections; False when nothing is different. Raises UpdateRefused when it is no draft."""
    _check_draft(update)
    changed = _assign(update, values)
    return _changed("update.changed", update, changed, by, now)


def choose_commitments(update: ProgressUpdate, commitments: Sequence[Commitment], *, by: Account, now: datetime) -> bool:
    """Let the document be about these commitments; False when it is. What was written of one that is left out is kept for later.

    Raises UpdateRefused when it is no draft.
    """
    _check_draft(update)
    wanted, known = {row.id for row in commitments}, {section.commitment_id: section for section in update.sections}
    changed = [row.key for row in commitments if row.id not in known]
    position = max((section.position for section in update.sections), default=-1)
    for number, (commitment, pieces) in enumerate(_with_pieces([row for row in commitments if row.id not in known]), position + 1):
        _add_section(update.id, commitment, pieces, number)
    for commitment_id, section in known.items():
        if section.is_left_out != (commitment_id not in wanted):
            section.is_left_out = not section.is_left_out
            changed.append(section.commitment.key)
    return _changed("update.changed", update, sorted(changed), by, now)


def change_section(
    update: ProgressUpdate, section: UpdateSection, texts: Mapping[str, str], pieces: Collection[Evidence], *, by: Account, now: datetime
) -> bool:
    """Change what is said of a commitment and the evidence for it; False when nothing is different. Raises UpdateRefused."""
    _check_draft(update)
    changed = _assign(section, texts)
    kept = {source.evidence_id: source for source in section.sources}
    if kept.keys() != {piece.id for piece in pieces}:
        section.sources = [kept.get(piece.id) or UpdateSource(evidence_id=piece.id) for piece in pieces]
        changed.append("evidence")
    return _changed("update.section-changed", update, [f"{section.commitment.key} {name}" for name in changed], by, now)


def record_party(update: ProgressUpdate, party_id: UUID, values: Mapping[str, Any], *, by: Account, now: datetime) -> UpdateParty:
    """Speak of an organisation. Raises UpdateRefused when the update is no draft."""
    _check_draft(update)
    position = max((party.position for party in update.parties), default=-1) + 1
    party = UpdateParty(id=party_id, update_id=update.id, position=position, **values)
    db.session.add(party)
    _changed("update.party-recorded", update, ["party"], by, now)
    return party


def change_party(update: ProgressUpdate, party: UpdateParty, values: Mapping[str, Any], *, by: Account, now: datetime) -> bool:
    """Change what is said of an organisation; False when nothing is different. What it approved before, it has not approved of other words.

    Raises UpdateRefused when the update is no draft.
    """
    _check_draft(update)
    had = (party.approved_by, party.approved_on)
    changed = _assign(party, values)
    if SPOKEN & set(changed) and party.approved_on and (party.approved_by, party.approved_on) == had:
        party.approved_by, party.approved_on = "", None
        changed.append("approved_on")
    return _changed("update.party-changed", update, changed, by, now)


def send_to_review(update: ProgressUpdate, *, by: Account, now: datetime) -> None:
    """Let a second lead read it. Raises UpdateRefused: it is no draft, or something has to be mended first."""
    _check_draft(update)
    if find_blockers(assemble(update), unnamed=find_unnamed(update)):
        raise UpdateRefused(Refusal.LACKS)
    update.state = State.REVIEW
    record("update.sent-to-review", subject_of(update.id), by=str(by.id), now=now)


def review(update: ProgressUpdate, verdict: Verdict, words: str, *, seen: str, by: Account, now: datetime) -> None:
    """Say something of an update in review, approve it, or send it back. *seen* is the hash of what the reviewer has read.

    Raises UpdateRefused: it is not in review, is the reviewer's own work, or is not what they have read.
    """
    if update.state != State.REVIEW:
        raise UpdateRefused(Refusal.NOT_IN_REVIEW)
    if verdict is Verdict.APPROVE:
        if has_written(update.id, by.id):
            raise UpdateRefused(Refusal.OWN_WORK)
        if seen != digest(write_canonical(assemble(update))):
            raise UpdateRefused(Refusal.CHANGED)
        update.approved_by_id, update.approved_at, update.approved_digest = by.id, now, seen
    elif verdict is Verdict.RETURN:
        update.state, update.approved_by_id, update.approved_at, update.approved_digest = State.DRAFT, None, None, ""
    db.session.add(UpdateRemark(id=uuid4(), update_id=update.id, at=now, by_id=by.id, verdict=verdict, words=words))
    record(_ACTS[verdict], subject_of(update.id), by=str(by.id), now=now)


def freeze(update: ProgressUpdate, *, by: Account, now: datetime) -> None:
    """Make of it what nothing changes any more: its content, the hash of it, and the PDF that carries the hash.

    Raises UpdateRefused: it is not in review, not approved, not what was approved, has to be mended, or cannot be set as a PDF.
    """
    if update.state != State.REVIEW:
        raise UpdateRefused(Refusal.NOT_IN_REVIEW)
    if not update.approved_at:
        raise UpdateRefused(Refusal.NOT_APPROVED)
    letter = assemble(update)
    content = write_canonical(letter)
    if digest(content) != update.approved_digest:
        raise UpdateRefused(Refusal.CHANGED)
    if find_blockers(letter, unnamed=find_unnamed(update)):
        raise UpdateRefused(Refusal.LACKS)
    try:
        update.pdf = render_pdf(letter, digest=digest(content), made_on=now.astimezone(LONDON).date(), is_frozen=True)
    except PdfFailed as error:
        raise UpdateRefused(Refusal.PDF) from error
    update.content, update.digest, update.state = content, digest(content), State.FROZEN
    update.frozen_by_id, update.frozen_at = by.id, now
    record("update.frozen", subject_of(update.id), by=str(by.id), now=now, detail=update.digest)


def set_update_aside(update: ProgressUpdate, *, reason: str, by: Account, now: datetime) -> None:
    """Give up a draft; it stays to be read. Raises UpdateRefused when it is no draft."""
    _check_draft(update)
    update.state = State.SET_ASIDE
    record("update.set-aside", subject_of(update.id), by=str(by.id), now=now, detail=reason)


_ACTS = {
    Verdict.COMMENT: "update.commented",
    Verdict.APPROVE: "update.approved",
    Verdict.RETURN: "update.sent-back",
}  # fmt: skip


def _check_draft(update: ProgressUpdate) -> None:
    if update.state != State.DRAFT:
        raise UpdateRefused(Refusal.FROZEN if update.state == State.FROZEN else Refusal.NOT_A_DRAFT)


def _assign(row: Any, values: Mapping[str, Any]) -> list[str]:
    """Give *row* these values; returns the names of those that are different."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    return changed


def _changed(act: str, update: ProgressUpdate, changed: Sequence[str], by: Account, now: datetime) -> bool:
    """Note who has written what; False when nothing is different."""
    if changed:
        _note_writer(update.id, by)
        record(act, subject_of(update.id), by=str(by.id), now=now, changed=changed)
    return bool(changed)


def _note_writer(update_id: UUID, by: Account) -> None:
    if not has_written(update_id, by.id):
        db.session.add(UpdateWriter(update_id=update_id, account_id=by.id))


def _with_pieces(commitments: Sequence[Commitment]) -> list[tuple[Commitment, list[Evidence]]]:
    pieces = find_pieces([row.id for row in commitments])
    return [(row, pieces[row.id]) for row in commitments]


def _add_section(update_id: UUID, commitment: Commitment, pieces: Sequence[Evidence], position: int) -> None:
    section = UpdateSection(id=uuid4(), update_id=update_id, commitment_id=commitment.id, position=position)
    for name, text in begin_texts(commitment, pieces).items():
        setattr(section, name, text)
    section.sources = [UpdateSource(evidence_id=piece.id) for piece in pieces]
    db.session.add(section)
