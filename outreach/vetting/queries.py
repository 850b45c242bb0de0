"""Reads for vetting: what was found, asked and decided, what waits for whom, and how long decisions take."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from statistics import median
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Select, and_, exists, func, or_, select, true

from outreach.accounts.models import Account
from outreach.accounts.queries import IS_ACTIVE, ME, scope_to_come
from outreach.accounts.rules import Role, Scope
from outreach.core.db import db
from outreach.partners.models import AgreementAccepted, Member, Organisation
from outreach.partners.queries import in_sight
from outreach.partners.rules import Stage
from outreach.vetting.models import CheckMade, Decision, Question, RegisterEntry, SteppedBack
from outreach.vetting.rules import AGAINST, Kind, due_at, waited
from outreach.vetting.texts import current_version

TURN_ROUND = timedelta(days=180)  # how far back it is looked how long decisions took
IS_OWNER = and_(IS_ACTIVE, Account.role == Role.PARTNER)  # of an account that is an owner: it can do what owners do
IS_ASKED = exists().where(Question.organisation_id == Organisation.id, Question.answered_at.is_(None), Question.closed_at.is_(None))
IS_PROPOSED = exists().where(Decision.organisation_id == Organisation.id, Decision.settled_at.is_(None))
IS_APPEALED = exists().where(Decision.organisation_id == Organisation.id, Decision.appealed_at.is_not(None), Decision.appeal_at.is_(None))


@dataclass(frozen=True, slots=True)
class Waiting:
    """An application in the queue, or another organisation about which something is proposed or appealed against."""

    organisation: Organisation
    due_at: datetime
    is_late: bool
    asked_since: datetime | None
    decision: Decision | None
    is_for_me: bool

    @property
    def is_appeal(self) -> bool:
        return self.decision is not None and self.decision.appealed_at is not None


@dataclass(frozen=True, slots=True)
class TurnRound:
    """How many days the decisions of the last half year took, without those that organisations needed to answer."""

    decided: int
    usual: int  # the median
    longest: int
    in_time: int


def find_checks(organisation_id: UUID) -> dict[str, CheckMade]:
    """What was found, by the keys of the checks."""
    return {row.key: row for row in db.session.scalars(select(CheckMade).where(CheckMade.organisation_id == organisation_id))}


def find_questions(organisation_id: UUID) -> Sequence[Question]:
    """Everything that the organisation was asked, the latest first."""
    wanted = select(Question).where(Question.organisation_id == organisation_id)
    return db.session.scalars(wanted.order_by(Question.asked_at.desc(), Question.id)).all()


def find_question(question_id: UUID, organisation_id: UUID) -> Question | None:
    return db.session.scalar(select(Question).where(Question.id == question_id, Question.organisation_id == organisation_id))


def find_decisions(organisation_id: UUID) -> Sequence[Decision]:
    """What was proposed and decided, the latest first."""
    wanted = select(Decision).where(Decision.organisation_id == organisation_id)
    return db.session.scalars(wanted.order_by(Decision.proposed_at.desc(), Decision.id)).all()


def find_proposal(organisation_id: UUID) -> Decision | None:
    """What is proposed and not yet decided."""
    return db.session.scalar(select(Decision).where(Decision.organisation_id == organisation_id, Decision.settled_at.is_(None)))


def find_against(organisation: Organisation) -> Decision | None:
    """The decision against an organisation that holds now: a refusal, or an approval taken back."""
    if organisation.stage != Stage.REFUSED:
        return None
    return next((one for one in find_decisions(organisation.id) if one.is_confirmed and one.kind in AGAINST), None)


def find_agreements(organisation_id: UUID) -> Sequence[AgreementAccepted]:
    """What was accepted for an organisation, the latest first."""
    wanted = select(AgreementAccepted).where(AgreementAccepted.organisation_id == organisation_id)
    return db.session.scalars(wanted.order_by(AgreementAccepted.accepted_at.desc(), AgreementAccepted.id)).all()


def is_agreement_open(account_id: UUID) -> bool:
    """Whether an account is an owner of a partner that has not accepted the agreements that hold now."""
    mine = (Member.account_id == account_id, Member.is_owner, Organisation.stage == Stage.APPROVED)
    newest = exists().where(AgreementAccepted.organisation_id == Organisation.id, AgreementAccepted.version == current_version())
    return bool(db.session.scalar(select(exists().where(*mine, Member.organisation_id == Organisation.id, ~newest))))


def find_entries(org_ids: Collection[str]) -> dict[str, RegisterEntry]:
    """What registers answered about these numbers."""
    return {row.org_id: row for row in db.session.scalars(select(RegisterEntry).where(RegisterEntry.org_id.in_(org_ids)))}


def has_stepped_back(organisation_id: UUID, account_id: UUID) -> bool:
    stepped = (SteppedBack.organisation_id == organisation_id, SteppedBack.account_id == account_id)
    return bool(db.session.scalar(select(exists().where(*stepped))))


def is_member(account_id: UUID) -> bool:
    return bool(db.session.scalar(select(exists().where(Member.account_id == account_id))))


def has_owner(organisation_id: UUID, *, but: UUID | None = None) -> bool:
    """Whether somebody (who is not *but*) is an owner and can sign in."""
    theirs = (Member.organisation_id == organisation_id, Member.is_owner, IS_OWNER, Member.account_id != but if but else true())
    return bool(db.session.scalar(select(exists().where(*theirs, Member.account_id == Account.id))))


def find_ownerless(scope: Scope) -> Sequence[Organisation]:
    """Partners in sight without an owner who can sign in."""
    owned = exists().where(Member.organisation_id == Organisation.id, Member.is_owner, Member.account_id == Account.id, IS_OWNER)
    wanted = select(Organisation).where(in_sight(scope), Organisation.stage == Stage.APPROVED, ~owned)
    return db.session.scalars(wanted.order_by(func.lower(Organisation.name), Organisation.id)).all()


def waits_for(me: UUID | BindParameter[UUID], scope: Scope) -> ColumnElement[bool]:
    """The condition that the next step with an organisation in sight from *scope* can be taken by *me*."""
    mine = or_(Decision.proposed_by_id == me, Decision.settled_by_id == me)
    by_me = exists().where(Decision.organisation_id == Organisation.id, Decision.settled_at.is_(None), Decision.proposed_by_id == me)
    against_me = exists().where(
        Decision.organisation_id == Organisation.id, Decision.appealed_at.is_not(None), Decision.appeal_at.is_(None), mine
    )
    stepped = exists().where(SteppedBack.organisation_id == Organisation.id, SteppedBack.account_id == me)
    to_check = and_(Organisation.stage == Stage.APPLIED, ~IS_PROPOSED, ~IS_ASKED)
    return and_(in_sight(scope), ~stepped, or_(to_check, and_(IS_PROPOSED, ~by_me), and_(IS_APPEALED, ~against_me)))


def count_waiting(me: Account) -> int:
    """How many organisations wait for *me*."""
    return db.session.scalar(_waiting_for(me.is_national), {"me": me.id, "areas": me.scope.areas}) or 0


@cache
def _waiting_for(is_national: bool) -> Select[int]:
    return select(func.count()).select_from(Organisation).where(waits_for(ME, scope_to_come(is_national=is_national)))


def list_queue(me: Account, now: datetime) -> list[Waiting]:
    """Everything in sight that is not decided, the most pressing first. Four queries, however much there is."""
    in_queue = or_(Organisation.stage == Stage.APPLIED, IS_PROPOSED, IS_APPEALED)
    rows = db.session.execute(select(Organisation, waits_for(me.id, me.scope)).where(in_sight(me.scope), in_queue)).all()
    ids = [organisation.id for organisation, _is_mine in rows]
    questions: dict[UUID, list[Question]] = {one: [] for one in ids}
    for question in db.session.scalars(select(Question).where(Question.organisation_id.in_(ids)).order_by(Question.asked_at)):
        questions[question.organisation_id].append(question)
    is_open = or_(Decision.settled_at.is_(None), and_(Decision.appealed_at.is_not(None), Decision.appeal_at.is_(None)))
    decisions = {row.organisation_id: row for row in db.session.scalars(select(Decision).where(Decision.organisation_id.in_(ids), is_open))}
    found = [_waiting(one, questions[one.id], decisions.get(one.id), is_mine, now) for one, is_mine in rows]
    return sorted(found, key=lambda waiting: (waiting.due_at, waiting.organisation.name))


def _waiting(organisation: Organisation, questions: Sequence[Question], decision: Decision | None, is_mine: bool, now: datetime) -> Waiting:
    due = promised_until(organisation, questions, now)
    if decision and decision.appealed_at:
        due = promised_answer(decision.appealed_at)
    elif organisation.stage != Stage.APPLIED and decision:
        due = promised_answer(decision.proposed_at)
    asked = next((one.asked_at for one in questions if one.ended_at is None), None)
    return Waiting(organisation, due, now > due, asked, decision, bool(is_mine))


def promised_until(organisation: Organisation, questions: Sequence[Question], now: datetime) -> datetime:
    """Until when the application is to be decided."""
    return due_at(organisation.applied_at, [(one.asked_at, one.ended_at) for one in questions], now)


def promised_answer(since: datetime) -> datetime:
    """Until when an appeal is to be answered, or what was proposed about a partner to be decided."""
    return due_at(since, (), since)


def find_turn_round(now: datetime) -> TurnRound | None:
    """How long decisions took lately, in the whole programme; None where there was none."""
    first = (Decision.kind.in_([Kind.APPROVE, Kind.REFUSE]), Decision.is_confirmed, Decision.settled_at > now - TURN_ROUND)
    rows = db.session.execute(
        select(Organisation.id, Organisation.applied_at, Decision.settled_at)
        .join(Decision, Decision.organisation_id == Organisation.id)
        .where(*first, Decision.settled_at.is_not(None))
    ).all()
    if not rows:
        return None
    waits: dict[UUID, list[tuple[datetime, datetime | None]]] = {row.id: [] for row in rows}
    for question in db.session.scalars(select(Question).where(Question.organisation_id.in_(waits))):
        waits[question.organisation_id].append((question.asked_at, question.ended_at))
    days = [_days(row.applied_at, row.settled_at, waits[row.id]) for row in rows]
    promised = due_at(now, (), now) - now
    return TurnRound(len(days), round(median(days)), max(days), sum(day <= promised.days for day in days))


def _days(applied_at: datetime, settled_at: datetime, waits: Collection[tuple[datetime, datetime | None]]) -> int:
    return max(0, (settled_at - applied_at - waited(waits, settled_at)).days)
