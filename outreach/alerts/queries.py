"""Reads of alerts. Staff see those of their areas, without names; members of an organisation see its own, and nobody else's."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, exists, false, func, or_, select, true
from sqlalchemy.orm import aliased, lazyload

from outreach.accounts.models import Account, AccountArea
from outreach.accounts.queries import IDS, IS_ACTIVE, ME, scope_to_come
from outreach.accounts.rules import STAFF, Part, Role, Scope
from outreach.alerts.models import Alert, AlertAnswer
from outreach.alerts.rules import (
    CONCERNS,
    DISPUTED_WITHIN,
    REMINDED_BEFORE,
    Days,
    Stage,
    Standing,
    State,
    Told,
    count_told,
    may_know_name,
    standing_at,
)
from outreach.briefings.models import Briefing
from outreach.core.dates import LONDON, in_london
from outreach.core.db import db
from outreach.partners.models import Member, Organisation
from outreach.partners.rules import Stage as Step

MOST = 30  # rows of what is to be answered; the list has all
BARE = lazyload(Alert.answers)  # for lists, which show no answers


class UnknownAlert(LookupError):
    """There is no such alert, or not for whoever asks."""


def in_sight(scope: Scope) -> ColumnElement[bool]:
    """The condition that staff of *scope* see an alert."""
    return true() if scope.is_national else Alert.area.in_(scope.areas)


def is_own(account_id: UUID | BindParameter[UUID]) -> ColumnElement[bool]:
    """The condition that an alert is of the organisation for which an account speaks."""
    return exists().where(Member.organisation_id == Alert.organisation_id, Member.account_id == account_id)


def sight_of(account: Account) -> ColumnElement[bool]:
    """The condition that an account sees an alert, as staff or as a member."""
    if account.role == Role.PARTNER:
        return is_own(account.id)
    return in_sight(account.scope) if account.role in STAFF else false()


def get_alert(alert_id: UUID, *, account: Account, is_locked: bool = False) -> Alert:
    """The alert, if the account sees it; locked until the transaction ends when it is to be changed. Raises UnknownAlert."""
    wanted = select(Alert).where(Alert.id == alert_id, sight_of(account))
    if is_locked:
        wanted = wanted.with_for_update(of=Alert).execution_options(populate_existing=True)
    found = db.session.scalar(wanted)
    if found is None:
        raise UnknownAlert(alert_id)
    return found


def alerts_of(account: Account) -> Select[Any]:
    """Every alert that the account sees."""
    return select(Alert).where(sight_of(account)).options(BARE)


def find_own_organisation(account_id: UUID) -> Organisation | None:
    """The approved organisation for which an account speaks."""
    wanted = select(Organisation).join(Member, Member.organisation_id == Organisation.id)
    return db.session.scalar(wanted.where(Member.account_id == account_id, Organisation.stage == Step.APPROVED))


def find_name(alert: Alert, part: Part) -> str:
    """The name of the organisation, '' where *part* is not to know it, or the organisation is no partner any more."""
    if not may_know_name(part, alert.area, is_named=alert.is_named):
        return ""
    wanted = select(Organisation.name).where(Organisation.id == alert.organisation_id, Organisation.stage == Step.APPROVED)
    return db.session.scalar(wanted) or ""


def count_raised(organisation_id: UUID, since: datetime) -> int:
    """How many alerts an organisation has raised since then."""
    return db.session.scalar(select(func.count()).where(Alert.organisation_id == organisation_id, Alert.raised_at >= since)) or 0


def find_briefings() -> Sequence[Any]:
    """Material that an answer can name, as rows."""
    return db.session.execute(select(Briefing.id, Briefing.title).where(Briefing.archived_at.is_(None)).order_by(Briefing.title)).all()


# Who has to answer


def _leads_of(area: Any) -> ColumnElement[bool]:
    """The condition, on an account and one of its areas, that it is an active lead of this area alone, or of some areas with it."""
    theirs = and_(AccountArea.account_id == Account.id, AccountArea.area == area)
    return and_(IS_ACTIVE, Account.role == Role.LEAD, Account.is_national.is_(False), theirs)


def find_leads(alert: Alert) -> Sequence[Account]:
    """Who has to answer: the area's own leads, or national leads where it has none; after a dispute national leads who have not."""
    national = (IS_ACTIVE, Account.role == Role.LEAD, Account.is_national)
    answered = [answer.answered_by_id for answer in alert.answers]
    if alert.state == State.OPEN:
        own = db.session.scalars(select(Account).join(AccountArea).where(_leads_of(alert.area)).order_by(Account.id)).all()
        if own:
            return own
    return db.session.scalars(select(Account).where(*national, Account.id.not_in(answered)).order_by(Account.id)).all()


def find_answerers(alert: Alert) -> Sequence[str]:
    """Who gave the answers to a disputed alert that nobody can answer now: there is no national lead but them. Empty where somebody can."""
    if alert.state != State.DISPUTED or find_leads(alert):
        return ()
    return [answer.answered_by.name for answer in alert.answers]


def would_wait(alert: Alert) -> bool:
    """Whether nobody could answer if the answer to this alert were disputed now."""
    answered = [answer.answered_by_id for answer in alert.answers]
    other = (IS_ACTIVE, Account.role == Role.LEAD, Account.is_national, Account.id.not_in(answered))
    return not db.session.scalar(select(exists().where(*other)))


def find_unanswerable() -> Sequence[Alert]:
    """Disputed alerts that nobody can answer until there is another national lead."""
    mine = exists().where(AlertAnswer.alert_id == Alert.id, AlertAnswer.answered_by_id == Account.id)
    other = exists().where(IS_ACTIVE, Account.role == Role.LEAD, Account.is_national, ~mine)
    return db.session.scalars(
        select(Alert).where(Alert.state == State.DISPUTED, ~other).options(BARE).order_by(Alert.due_on, Alert.id)
    ).all()


def waits_for(ids: Collection[UUID] | BindParameter[Any], role: Role, scope: Scope) -> ColumnElement[bool]:
    """The condition that an alert waits for an answer by somebody (`find_leads`, in SQL). Those of *ids* who have left were other people:
    their answers can be judged by whoever took over.
    """
    if role is not Role.LEAD:
        return false()
    if not scope.is_national:
        return and_(Alert.state == State.OPEN, Alert.area.in_(scope.areas))
    here = (AlertAnswer.answered_by_id == Account.id, AlertAnswer.answered_by_id.in_(ids), Account.left_at.is_(None))
    answered = exists().where(AlertAnswer.alert_id == Alert.id, *here).correlate(Alert)
    is_without = ~exists().where(_leads_of(Alert.area)).correlate(Alert)
    return or_(and_(Alert.state == State.OPEN, is_without), and_(Alert.state == State.DISPUTED, ~answered))


def find_to_answer(ids: Collection[UUID], role: Role, scope: Scope) -> Sequence[Alert]:
    """What somebody has to answer, the most pressing first."""
    wanted = select(Alert).where(waits_for(ids, role, scope)).options(BARE)
    return db.session.scalars(wanted.order_by(Alert.due_on, Alert.id).limit(MOST)).all()


def count_to_answer(ids: Collection[UUID], role: Role, scope: Scope) -> int:
    return db.session.scalar(_to_answer(role, scope.is_national), {"ids": ids, "areas": scope.areas}) or 0


@cache
def _to_answer(role: Role, is_national: bool) -> Select[int]:
    return select(func.count()).select_from(Alert).where(waits_for(IDS, role, scope_to_come(is_national=is_national)))


def count_answered_lately(account_id: UUID, now: datetime) -> int:
    """How many alerts of somebody's organisation have an answer that can still be disputed."""
    return db.session.scalar(_answered_since(), {"me": account_id, "since": now - DISPUTED_WITHIN}) or 0


@cache
def _answered_since() -> Select[int]:
    lately = (is_own(ME), Alert.state == State.ANSWERED, Alert.ended_at > bindparam("since"))
    return select(func.count()).select_from(Alert).where(*lately)


def find_readers(alert: Alert) -> Sequence[Account]:
    """Who is told of an answer: whoever raised the alert, while they are a member, or else the organisation's owners."""
    members = (
        select(Account).join(Member, Member.account_id == Account.id).where(Member.organisation_id == alert.organisation_id, IS_ACTIVE)
    )
    raiser = db.session.scalars(members.where(Account.id == alert.raised_by_id)).all() if alert.raised_by_id else []
    return raiser or db.session.scalars(members.where(Member.is_owner).order_by(Account.id)).all()


def find_to_remind(today: date) -> Sequence[Alert]:
    """Alerts of which those who have to answer were not told yet what they are to know today, locked. What is new is told from the next
    day on: the hour of a mail would show who was signed in when the alert was raised.
    """
    near, late = today + REMINDED_BEFORE, today
    is_new = and_(Alert.told == "", func.coalesce(Alert.disputed_at, Alert.raised_at) < in_london(today, time(0)))
    is_near = and_(Alert.told == Stage.NEW, Alert.due_on <= near)
    is_late = and_(Alert.told.not_in(["", Stage.LATE]), Alert.due_on < late)
    waiting = (Alert.state.in_([State.OPEN, State.DISPUTED]), or_(is_new, is_near, is_late))
    return db.session.scalars(select(Alert).where(*waiting).order_by(Alert.due_on, Alert.id).with_for_update(of=Alert)).all()


# How alerts stand, for lists, commitments and progress updates


def stands(standing: Standing, today: date) -> ColumnElement[bool]:
    """The condition that an alert stands like this (`rules.standing_of`, in SQL)."""
    waits = {Standing.WAITING: (State.OPEN, False), Standing.LATE: (State.OPEN, True)}
    waits |= {Standing.DISPUTED: (State.DISPUTED, False), Standing.DISPUTED_LATE: (State.DISPUTED, True)}
    if standing not in waits:
        return Alert.state == standing.value
    state, is_late = waits[standing]
    return and_(Alert.state == state, Alert.due_on < today if is_late else Alert.due_on >= today)


def find_concerning(key: str, scope: Scope) -> Sequence[Alert]:
    """Alerts in sight that concern a commitment and were not withdrawn."""
    kinds = [kind for kind, keys in CONCERNS.items() if key in keys]
    wanted = select(Alert).where(in_sight(scope), Alert.kind.in_(kinds), Alert.state != State.WITHDRAWN).options(BARE)
    return db.session.scalars(wanted.order_by(Alert.raised_at, Alert.id)).all()


def find_told(first: date, last: date) -> dict[str, Told]:
    """How the alerts that were raised from *first* to *last* stood at the end of that time, by area. One query, however many there are."""
    one, two = aliased(AlertAnswer), aliased(AlertAnswer)
    columns = (Alert.area, Alert.raised_at, one.answered_at.label("answered_at"), Alert.disputed_at, two.answered_at.label("closed_at"))
    wanted = select(*columns).outerjoin(one, and_(one.alert_id == Alert.id, one.number == 1))
    wanted = wanted.outerjoin(two, and_(two.alert_id == Alert.id, two.number == 2))
    begin, end = in_london(first, time(0)), in_london(last + timedelta(days=1), time(0))
    raised = (Alert.state != State.WITHDRAWN, Alert.raised_at >= begin, Alert.raised_at < end)
    found: dict[str, list[Standing]] = {}
    for row in db.session.execute(wanted.where(*raised)):
        raised_on = row.raised_at.astimezone(LONDON).date()
        days = Days(raised_on, *(day_of(at) for at in (row.answered_at, row.disputed_at, row.closed_at)))
        found.setdefault(row.area, []).append(standing_at(days, last))
    return {area: count_told(standings) for area, standings in found.items()}


def day_of(at: datetime | None) -> date | None:
    """The day in London."""
    return at.astimezone(LONDON).date() if at else None
