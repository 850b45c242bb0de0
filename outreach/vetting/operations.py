"""What is done to an application before it is decided. Each act is on record in the trail under the id of the organisation.

Whoever calls has locked the organisation, so that of two who act at once the second sees what the first has done.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from outreach.accounts.models import Account
from outreach.audit.operations import record
from outreach.core.db import db
from outreach.partners.models import Organisation
from outreach.partners.operations import describe, subject_of
from outreach.partners.profile import Profile, differences, write_profile
from outreach.partners.rules import Stage
from outreach.vetting import mails
from outreach.vetting.models import CheckMade, Decision, Question, RegisterEntry, SteppedBack
from outreach.vetting.queries import find_checks, find_proposal, find_questions, has_stepped_back, is_member
from outreach.vetting.registers import Entry
from outreach.vetting.rules import LAPSES_AFTER, Check, Finding, Refusal, checks_for


class VettingRefused(Exception):
    """What was asked is not possible, for this reason."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal)


def check_vetter(organisation: Organisation, by: Account) -> None:
    """Raises VettingRefused: *by* has stepped back, or speaks for an organisation."""
    if has_stepped_back(organisation.id, by.id):
        raise VettingRefused(Refusal.STEPPED_BACK)
    if is_member(by.id):
        raise VettingRefused(Refusal.MEMBER)


def record_check(
    organisation: Organisation,
    check: Check,
    finding: Finding,
    *,
    note: str = "",
    asked: str = "",
    entry_name: str = "",
    entry_status: str = "",
    by: Account,
    now: datetime,
) -> CheckMade:
    """Write down what was found. A later finding takes the place of an earlier one; the trail keeps that there were two.

    Raises VettingRefused: it is no application any more, a decision is proposed already, or *by* may have no part in it.
    """
    check_vetter(organisation, by)
    expect_stage(organisation, Stage.APPLIED)
    if find_proposal(organisation.id):
        raise VettingRefused(Refusal.PROPOSED_ALREADY)
    values = {"finding": finding, "note": note, "asked": asked, "entry_name": entry_name, "entry_status": entry_status}
    made = find_checks(organisation.id).get(check.key) or CheckMade(organisation_id=organisation.id, item=check.item, about=check.about)
    for name, value in (values | {"found_by_id": by.id, "found_at": now}).items():
        setattr(made, name, value)
    db.session.add(made)
    db.session.flush()
    record("organisation.checked", subject_of(organisation.id), by=str(by.id), now=now, detail=f"{check.key}: {finding}")
    return made


def record_entry(organisation: Organisation, org_id: str, entry: Entry, *, by: Account, now: datetime) -> RegisterEntry:
    """Keep what a register answered about a number, in the place of what it answered before."""
    values = {name: getattr(entry, name) for name in ("name", "is_registered", "registered_on", "removed_on")}
    row = db.session.merge(RegisterEntry(org_id=org_id, fetched_at=now, **values))
    record("organisation.looked-up", subject_of(organisation.id), by=str(by.id), now=now, detail=org_id)
    return row


def step_back(organisation: Organisation, *, by: Account, now: datetime) -> None:
    """*by* has a tie to the organisation, and takes no part any more in what is decided about it. What they proposed falls."""
    if has_stepped_back(organisation.id, by.id):
        return
    proposal = find_proposal(organisation.id)
    if proposal and proposal.proposed_by_id == by.id:
        resume(organisation, proposal, now=now)
        db.session.delete(proposal)
    db.session.add(SteppedBack(organisation_id=organisation.id, account_id=by.id, since=now))
    db.session.flush()
    record("organisation.stepped-back", subject_of(organisation.id), by=str(by.id), now=now)


def ask(organisation: Organisation, question_id: UUID, section: str, words: str, *, by: Account, now: datetime) -> Question:
    """Ask the organisation for one section of its registration again, by mail. Raises VettingRefused."""
    check_vetter(organisation, by)
    expect_stage(organisation, Stage.APPLIED)
    if find_proposal(organisation.id):
        raise VettingRefused(Refusal.PROPOSED_ALREADY)
    question = Question(id=question_id, organisation_id=organisation.id, section=section, words=words, asked_by_id=by.id, asked_at=now)
    db.session.add(question)
    db.session.flush()
    record("organisation.asked", subject_of(organisation.id), by=str(by.id), now=now, detail=section)
    mails.ask(organisation, question.id, words, until=now + LAPSES_AFTER, is_reminder=False, now=now)
    return question


def take_question_back(organisation: Organisation, question: Question, *, by: Account, now: datetime) -> None:
    """The answer is not needed any more. Raises VettingRefused."""
    check_vetter(organisation, by)
    _expect_open(question)
    question.closed_at = now
    record("organisation.question-taken-back", subject_of(organisation.id), by=str(by.id), now=now, detail=question.section)


def answer(organisation: Organisation, question: Question, profile: Profile, words: str, *, now: datetime) -> tuple[str, ...]:
    """The organisation answers: *profile* is what it says of itself from now on, *words* what it adds. Returns what is different.

    What was checked of a section that is different has to be checked again. Raises VettingRefused.
    """
    expect_stage(organisation, Stage.APPLIED)
    _expect_open(question)
    before = organisation.profile
    changed = differences(before, profile)
    old, new = write_profile(before), write_profile(profile)
    question.before, question.after = {name: old[name] for name in changed}, {name: new[name] for name in changed}
    question.answered_at, question.answer = now, words
    if changed:
        describe(organisation, profile)
        _forget_checks(organisation, changed)
    record("organisation.answered", subject_of(organisation.id), by="its contact", now=now, changed=changed, detail=question.section)
    return changed


def withdraw(organisation: Organisation, *, now: datetime) -> None:
    """The organisation takes its application back; no reason is asked for. Raises VettingRefused."""
    expect_stage(organisation, Stage.APPLIED)
    _close(organisation, now)
    record("organisation.withdrawn", subject_of(organisation.id), by="its contact", now=now)


def lapse(organisation: Organisation, *, now: datetime) -> None:
    """An application that nobody answers for ends, without a decision and without prejudice to another one."""
    _close(organisation, now)
    record("organisation.lapsed", subject_of(organisation.id), by="note_silence", now=now)
    mails.note_lapsed(organisation, now=now)


def expect_stage(organisation: Organisation, stage: Stage) -> None:
    if organisation.stage != stage:
        raise VettingRefused(Refusal.STAGE)


def _expect_open(question: Question) -> None:
    if question.ended_at:
        raise VettingRefused(Refusal.ANSWERED)


def resume(organisation: Organisation, decision: Decision, *, now: datetime) -> None:
    """Readers see a partner again that was hidden until the decision."""
    if organisation.paused_at:
        organisation.paused_at = None
        mails.note_paused(organisation, decision.id, grounds=(), is_over=True, now=now)


def _close(organisation: Organisation, now: datetime) -> None:
    organisation.stage, organisation.decided_at = Stage.WITHDRAWN, now
    for question in find_questions(organisation.id):
        question.closed_at = question.closed_at or (None if question.answered_at else now)
    if proposal := find_proposal(organisation.id):
        db.session.delete(proposal)


# What an answer changes has to be looked at again, by the fields of the profile.
_RESTS_ON = {
    "safeguarding": {"safeguarding_lead", "safeguarding_reviewed_on"},
    "advice": {"gives_advice", "regulator", "adviser_number", "advice_level"},
    "ties": {"ties"},
    "register": {"name"},
}


def _forget_checks(organisation: Organisation, changed: Sequence[str]) -> None:
    wanted = {check.key for check in checks_for(organisation.profile)}
    for key, made in find_checks(organisation.id).items():
        if key not in wanted or _RESTS_ON.get(made.item, set()) & set(changed):
            db.session.delete(made)
    db.session.flush()
