"""Deciding: one person proposes, another decides, and a third hears an appeal. As in `operations`, the organisation is locked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from outreach.accounts.models import Account
from outreach.audit.operations import record
from outreach.core.db import db
from outreach.partners.models import Organisation
from outreach.partners.operations import admit, subject_of
from outreach.partners.rules import Stage
from outreach.vetting import mails
from outreach.vetting.inviting import can_be_owner, invite_contact, invite_owner
from outreach.vetting.models import Decision
from outreach.vetting.operations import VettingRefused, check_vetter, resume
from outreach.vetting.queries import find_against, find_checks, find_proposal, find_questions, has_owner
from outreach.vetting.rules import AGAINST, APPEAL_WITHIN, PROPOSABLE, Ground, Kind, Owner, Refusal, checks_for, open_checks


def propose(
    organisation: Organisation,
    decision_id: UUID,
    kind: Kind,
    *,
    grounds: Sequence[Ground] = (),
    words: str = "",
    address: str = "",
    is_paused: bool = False,
    by: Account,
    now: datetime,
) -> Decision:
    """*by* proposes a decision for somebody else to make. With *is_paused* readers do not see a partner until then.

    Raises VettingRefused: there is a proposal or an open question, checks are open (for an approval), no ground is named (against it), it
    has an owner, or nobody with *address* can be one (for a new owner).
    """
    check_vetter(organisation, by)
    if kind not in PROPOSABLE.get(Stage(organisation.stage), ()):
        raise VettingRefused(Refusal.STAGE)
    if find_proposal(organisation.id):
        raise VettingRefused(Refusal.PROPOSED_ALREADY)
    if kind is Kind.APPROVE:
        _expect_whole(organisation)
    if kind is Kind.NEW_OWNER:
        _expect_ownerless(organisation, address)
    if kind in AGAINST and not grounds:
        raise VettingRefused(Refusal.NO_GROUND)
    about = {"kind": kind, "grounds": list(grounds) if kind in AGAINST else [], "words": words, "address": address}
    decision = Decision(id=decision_id, organisation_id=organisation.id, proposed_by_id=by.id, proposed_at=now, **about)
    db.session.add(decision)
    db.session.flush()
    record("organisation.proposed", subject_of(organisation.id), by=str(by.id), now=now, detail=kind)
    if is_paused and kind is Kind.TAKE_BACK:
        organisation.paused_at = now
        record("organisation.paused", subject_of(organisation.id), by=str(by.id), now=now)
        mails.note_paused(organisation, decision.id, grounds=grounds, is_over=False, now=now)
    return decision


def confirm(organisation: Organisation, decision: Decision, *, by: Account, now: datetime) -> Owner | None:
    """A second person decides as proposed; the organisation is told by mail. Returns what came of inviting an owner, where one is invited.

    Raises VettingRefused: they proposed it themselves, have stepped back, or what it rests on has changed since.
    """
    _expect_second(organisation, decision, by)
    if decision.kind not in PROPOSABLE.get(Stage(organisation.stage), ()):
        raise VettingRefused(Refusal.STAGE)
    if decision.kind == Kind.APPROVE:
        _expect_whole(organisation)
    if decision.kind == Kind.NEW_OWNER:
        return _invite_new(organisation, decision, by=by, now=now)
    _settle(decision, is_confirmed=True, by=by, now=now)
    if decision.kind == Kind.APPROVE:
        admit(organisation, by=by, now=now)
        owner = invite_contact(organisation, by=by, now=now)
        mails.note_approved(organisation, decision.id, owner=owner, now=now)
        return owner
    is_taken_back = decision.kind == Kind.TAKE_BACK
    organisation.stage, organisation.decided_at, organisation.paused_at = Stage.REFUSED, now, None
    act = "organisation.approval-taken-back" if is_taken_back else "organisation.refused"
    record(act, subject_of(organisation.id), by=str(by.id), now=now, detail=", ".join(decision.grounds))
    told, until = [Ground(ground) for ground in decision.grounds], now + APPEAL_WITHIN
    mails.note_refused(organisation, decision.id, grounds=told, words=decision.words, is_taken_back=is_taken_back, until=until, now=now)
    return None


def send_back(organisation: Organisation, decision: Decision, *, remark: str, by: Account, now: datetime) -> None:
    """A second person does not follow the proposal, and says why. Raises VettingRefused."""
    _expect_second(organisation, decision, by)
    _settle(decision, is_confirmed=False, by=by, now=now)
    decision.remark = remark
    resume(organisation, decision, now=now)
    record("organisation.sent-back", subject_of(organisation.id), by=str(by.id), now=now, detail=decision.kind)


def appeal(organisation: Organisation, words: str, *, now: datetime) -> Decision:
    """The organisation appeals against the decision that holds. Raises VettingRefused: too late, or it has done so already."""
    decision = find_against(organisation)
    if decision is None or decision.settled_at is None:
        raise VettingRefused(Refusal.STAGE)
    if decision.appealed_at:
        raise VettingRefused(Refusal.APPEALED_ALREADY)
    if now > decision.settled_at + APPEAL_WITHIN:
        raise VettingRefused(Refusal.TOO_LATE)
    decision.appealed_at, decision.appeal = now, words
    record("organisation.appealed", subject_of(organisation.id), by="its contact", now=now)
    return decision


def answer_appeal(organisation: Organisation, decision: Decision, *, is_upheld: bool, words: str, by: Account, now: datetime) -> None:
    """Somebody who took no part decides. Upheld, a refusal is lifted and the application is open again; who was a partner is one again.

    Raises VettingRefused.
    """
    check_vetter(organisation, by)
    if decision.appealed_at is None or decision.appeal_at or organisation.stage != Stage.REFUSED:
        raise VettingRefused(Refusal.NO_APPEAL)
    if by.id in (decision.proposed_by_id, decision.settled_by_id):
        raise VettingRefused(Refusal.SAME_PERSON)
    decision.appeal_by_id, decision.appeal_at, decision.is_upheld, decision.appeal_answer = by.id, now, is_upheld, words
    was_partner = decision.kind == Kind.TAKE_BACK
    if is_upheld:
        organisation.stage = Stage.APPROVED if was_partner else Stage.APPLIED
        organisation.decided_at = now if was_partner else None
    record(
        "organisation.appeal-upheld" if is_upheld else "organisation.appeal-rejected", subject_of(organisation.id), by=str(by.id), now=now
    )
    mails.answer_appeal(organisation, decision.id, is_upheld=is_upheld, was_partner=was_partner, words=words, now=now)


def _expect_whole(organisation: Organisation) -> None:
    """Everything is checked and answered."""
    found = {key: made.finding for key, made in find_checks(organisation.id).items()}
    if open_checks(checks_for(organisation.profile), found):
        raise VettingRefused(Refusal.OPEN_CHECKS)
    if any(question.ended_at is None for question in find_questions(organisation.id)):
        raise VettingRefused(Refusal.OPEN_QUESTION)


def _expect_ownerless(organisation: Organisation, address: str) -> None:
    """Nobody is an owner there who can sign in, and somebody with *address* can be one."""
    if has_owner(organisation.id):
        raise VettingRefused(Refusal.HAS_OWNER)
    if not can_be_owner(address):
        raise VettingRefused(Refusal.ADDRESS)


def _invite_new(organisation: Organisation, decision: Decision, *, by: Account, now: datetime) -> Owner:
    _expect_ownerless(organisation, decision.address)
    came = invite_owner(organisation, decision.address, by=by, now=now)
    if came is Owner.TAKEN:
        raise VettingRefused(Refusal.ADDRESS)
    _settle(decision, is_confirmed=True, by=by, now=now)
    return came


def _expect_second(organisation: Organisation, decision: Decision, by: Account) -> None:
    check_vetter(organisation, by)
    if decision.settled_at:
        raise VettingRefused(Refusal.NOTHING_PROPOSED)
    if decision.proposed_by_id == by.id:
        raise VettingRefused(Refusal.SAME_PERSON)


def _settle(decision: Decision, *, is_confirmed: bool, by: Account, now: datetime) -> None:
    decision.settled_by_id, decision.settled_at, decision.is_confirmed, decision.address = by.id, now, is_confirmed, ""
    db.session.flush()
