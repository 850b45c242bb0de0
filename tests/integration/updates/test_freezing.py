"""From a draft to what nothing changes: who approves, what keeps it back, and what the database refuses."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from outreach.audit.models import AuditEntry
from outreach.commitments.operations import change_commitment, confirm_text, withdraw_evidence
from outreach.commitments.queries import get_commitment, get_evidence
from outreach.core.db import db
from outreach.updates.assembling import assemble, find_unnamed
from outreach.updates.letter import digest, read_canonical, write_canonical
from outreach.updates.operations import (
    UpdateRefused,
    change_party,
    change_update,
    choose_commitments,
    freeze,
    record_party,
    review,
    send_to_review,
    set_update_aside,
)
from outreach.updates.queries import count_to_review, party_of
from outreach.updates.rules import Blocker, Lack, Refusal, State, Verdict, find_blockers
from tests.accounts import EVERYWHERE
from tests.conftest import NOW
from tests.integration.updates.conftest import Desk, add_piece

PARTY: dict[str, Any] = {
    "name": "Harbour Light",
    "described_as": "A charity",
    "contribution": "Read a draft.",
    "dissent": "",
    "approved_by": "",
    "approved_on": None,
}
APPROVAL: dict[str, Any] = {"approved_by": "Perpetua Moss, letter", "approved_on": NOW.date()}


def blockers(desk: Desk) -> list[Blocker]:
    return find_blockers(assemble(desk.update), unnamed=find_unnamed(desk.update))


def test_a_new_update_says_what_the_register_says_and_no_more(desk: Desk) -> None:
    with desk.app.app_context():
        first, second = assemble(desk.update).sections
        assert (first.key, first.done, first.not_done) == ("L1", "", "Open.")
        assert "No evidence is recorded." in first.gaps
        assert second.done == "14 briefings held (2 October 2026) [L2.1]."
        assert second.gaps == "The text of the commitment has not been compared with its source."
        assert second.promised.startswith("The NPCC will work closely")
        assert [source.ref for source in second.sources] == ["L2.1"]
        confirm_text(get_commitment("L2"), by=desk.writer, now=NOW)
        assert assemble(desk.update).sections[1].confirmed == "2026-11-22"


def test_it_is_sent_to_review_only_when_nothing_has_to_be_mended(desk: Desk) -> None:
    with desk.app.app_context():
        desk.change("L2", done="We held 15 briefings.")
        assert blockers(desk) == [Blocker(Lack.FIGURE, "L2", "We held 15 briefings.")]
        with pytest.raises(UpdateRefused) as caught:
            send_to_review(desk.update, by=desk.writer, now=NOW)
        assert caught.value.refusal is Refusal.LACKS
        desk.change("L2", done="We held 14 briefings [L2.1].")
        send_to_review(desk.update, by=desk.writer, now=NOW)
        assert desk.update.state == State.REVIEW


def test_evidence_that_is_withdrawn_cannot_be_referred_to_any_more(desk: Desk) -> None:
    with desk.app.app_context():
        withdraw_evidence(get_evidence("L2.1", scope=EVERYWHERE), reason="Twice", by=desk.writer, now=NOW)
        assert blockers(desk) == [Blocker(Lack.UNKNOWN_MARK, "L2", "L2.1")]


def test_nobody_approves_what_they_have_written_in_even_once(desk: Desk) -> None:
    with desk.app.app_context():
        change_update(desk.update, {"closing": "Until then."}, by=desk.second, now=NOW)
        desk.change("L2", gaps="None known.")
        send_to_review(desk.update, by=desk.writer, now=NOW)
        seen = digest(write_canonical(assemble(desk.update)))
        for who in (desk.writer, desk.second):
            assert count_to_review(who.id) == 0
            with pytest.raises(UpdateRefused) as caught:
                review(desk.update, Verdict.APPROVE, "", seen=seen, by=who, now=NOW)
            assert caught.value.refusal is Refusal.OWN_WORK


def test_what_is_approved_is_what_the_reviewer_has_read(desk: Desk) -> None:
    with desk.app.app_context():
        seen = digest(write_canonical(assemble(desk.update)))
        desk.change("L2", gaps="None known.")
        send_to_review(desk.update, by=desk.writer, now=NOW)
        assert count_to_review(desk.second_id) == 1
        with pytest.raises(UpdateRefused) as caught:
            review(desk.update, Verdict.APPROVE, "", seen=seen, by=desk.second, now=NOW)
        assert caught.value.refusal is Refusal.CHANGED


def test_an_approval_holds_only_as_long_as_the_register_says_the_same(desk: Desk) -> None:
    with desk.app.app_context():
        desk.approve()
        change_commitment(get_commitment("L2"), {"summary": "Other words"}, by=desk.writer, now=NOW)
        with pytest.raises(UpdateRefused) as caught:
            freeze(desk.update, by=desk.writer, now=NOW)
        assert caught.value.refusal is Refusal.CHANGED
        seen = digest(write_canonical(assemble(desk.update)))
        review(desk.update, Verdict.APPROVE, "", seen=seen, by=desk.second, now=NOW)
        freeze(desk.update, by=desk.writer, now=NOW)
        assert desk.update.state == State.FROZEN


def test_what_is_sent_back_is_a_draft_again_and_approved_by_nobody(desk: Desk) -> None:
    with desk.app.app_context():
        desk.approve()
        review(desk.update, Verdict.RETURN, "Say what is missing.", seen="", by=desk.second, now=NOW)
        assert (desk.update.state, desk.update.approved_at, desk.update.approved_digest) == (State.DRAFT, None, "")
        assert [remark.words for remark in desk.update.remarks if remark.words] == ["Say what is missing."]
        with pytest.raises(UpdateRefused):
            freeze(desk.update, by=desk.writer, now=NOW)


def test_nothing_is_frozen_without_an_approval(desk: Desk) -> None:
    with desk.app.app_context():
        for expected in (Refusal.NOT_IN_REVIEW, Refusal.NOT_APPROVED):
            with pytest.raises(UpdateRefused) as caught:
                freeze(desk.update, by=desk.second, now=NOW)
            assert caught.value.refusal is expected
            if expected is Refusal.NOT_IN_REVIEW:
                send_to_review(desk.update, by=desk.writer, now=NOW)


def test_what_is_frozen_has_the_hash_of_its_content_on_record_and_in_its_pdf(desk: Desk) -> None:
    with desk.app.app_context():
        update = desk.freeze()
        assert update.digest == digest(update.content)
        assert read_canonical(update.content).sections[1].key == "L2"
        assert update.pdf is not None
        assert update.pdf.startswith(b"%PDF-1.7")
        assert b"/MarkInfo" in update.pdf
        assert b"pdfuaid" in update.pdf
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "update.frozen")).one()
        assert entry.detail == update.digest


def test_nothing_of_a_frozen_update_can_be_changed_by_any_operation(desk: Desk) -> None:
    with desk.app.app_context():
        record_party(desk.update, uuid4(), PARTY, by=desk.writer, now=NOW)
        before = desk.freeze().content
        party_id = desk.update.parties[0].id
        acts = (
            lambda: change_update(desk.update, {"title": "Another"}, by=desk.writer, now=NOW),
            lambda: choose_commitments(desk.update, [], by=desk.writer, now=NOW),
            lambda: desk.change("L2", done="Other"),
            lambda: record_party(desk.update, uuid4(), PARTY, by=desk.writer, now=NOW),
            lambda: change_party(desk.update, party_of(desk.update, party_id), {"name": "Other"}, by=desk.writer, now=NOW),
            lambda: send_to_review(desk.update, by=desk.writer, now=NOW),
            lambda: review(desk.update, Verdict.COMMENT, "Late", seen="", by=desk.second, now=NOW),
            lambda: freeze(desk.update, by=desk.writer, now=NOW),
            lambda: set_update_aside(desk.update, reason="No", by=desk.writer, now=NOW),
        )  # fmt: skip
        for act in acts:
            with pytest.raises(UpdateRefused):
                act()
        assert desk.update.content == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE progress_update SET title = 'Another'",
        "UPDATE progress_update SET state = 'draft'",
        "UPDATE progress_update SET digest = 'x', content = 'y'",
        "DELETE FROM progress_update",
        "UPDATE progress_update_section SET done = 'Other'",
        "DELETE FROM progress_update_source",
        "DELETE FROM progress_update_section",
        "UPDATE progress_update_party SET name = 'Other'",
        "DELETE FROM progress_update_party",
        "DELETE FROM progress_update_writer",
        "DELETE FROM progress_update_remark",
        (
            "INSERT INTO progress_update_remark (id, update_id, at, by_id, verdict, words) "
            "SELECT by_id, update_id, at, by_id, verdict, words "
            "FROM progress_update_remark"
        ),
        (
            "INSERT INTO progress_update_source (section_id, evidence_id) SELECT s.id, e.id FROM progress_update_section s, "
            "commitment_evidence e WHERE e.ref = 'L2.2'"
        ),
    ],
)
def test_the_database_refuses_every_change_of_what_is_frozen(desk: Desk, statement: str) -> None:
    with desk.app.app_context():
        record_party(desk.update, uuid4(), PARTY, by=desk.writer, now=NOW)
        before = desk.freeze()
        content, pdf = before.content, before.pdf
        add_piece(desk.writer, "A later piece")
        db.session.commit()
        with pytest.raises(DBAPIError, match="this progress update is frozen"), db.session.begin_nested():
            db.session.execute(text(statement))
        assert (desk.update.content, desk.update.pdf) == (content, pdf)


def test_a_draft_beside_a_frozen_one_goes_on(desk: Desk) -> None:
    """The refusal is for rows of frozen updates alone."""
    with desk.app.app_context():
        desk.change("L2", gaps="None known.")
        set_update_aside(desk.update, reason="Begun twice", by=desk.writer, now=NOW)
        db.session.commit()
        assert desk.update.state == State.SET_ASIDE


def test_what_happens_in_the_register_afterwards_changes_no_frozen_word(desk: Desk) -> None:
    with desk.app.app_context():
        before = desk.freeze().content
        change_commitment(get_commitment("L2"), {"summary": "Other words"}, by=desk.writer, now=NOW)
        withdraw_evidence(get_evidence("L2.1", scope=EVERYWHERE), reason="Twice", by=desk.writer, now=NOW)
        db.session.commit()
        assert desk.update.content == before


def test_a_partner_is_named_only_with_its_approval_of_just_these_words(desk: Desk) -> None:
    with desk.app.app_context():
        party = record_party(desk.update, uuid4(), PARTY, by=desk.writer, now=NOW)
        desk.change("L2", not_done="Harbour Light asked for more.")
        assert blockers(desk) == [Blocker(Lack.NAMED, "L2", "Harbour Light")]
        desk.change("L2", not_done="A charity asked for more.")
        assert "Harbour Light" not in write_canonical(assemble(desk.update))
        assert blockers(desk) == []
        change_party(desk.update, party, PARTY | APPROVAL, by=desk.writer, now=NOW)
        assert assemble(desk.update).parties[0].name == "Harbour Light"
        change_party(desk.update, party, PARTY | APPROVAL | {"dissent": "We disagree."}, by=desk.writer, now=NOW)
        assert (party.approved_on, party.approved_by) == (None, ""), "it has not approved these words"
        assert "Harbour Light" not in write_canonical(assemble(desk.update))
        change_party(desk.update, party, PARTY | APPROVAL | {"dissent": "We disagree."}, by=desk.writer, now=NOW)
        assert assemble(desk.update).parties[0].dissent == "We disagree."


def test_a_commitment_that_is_left_out_comes_back_with_what_was_written(desk: Desk) -> None:
    with desk.app.app_context():
        desk.change("L2", done="Our own words.")
        rows = {key: get_commitment(key) for key in ("L1", "L2", "L3")}
        choose_commitments(desk.update, [rows["L1"], rows["L3"]], by=desk.writer, now=NOW)
        assert [section.key for section in assemble(desk.update).sections] == ["L1", "L3"]
        choose_commitments(desk.update, list(rows.values()), by=desk.writer, now=NOW)
        assert [section.done for section in assemble(desk.update).sections if section.key == "L2"] == ["Our own words."]
