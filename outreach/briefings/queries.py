"""Reads of briefings. Material is one for all forces, and all staff see it; issues are there for whoever's scope meets their area."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, case, exists, func, or_, select, true
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from outreach.accounts.models import Account, AccountArea
from outreach.accounts.queries import IDS, IS_ACTIVE, scope_to_come
from outreach.accounts.rules import EDITORS, Part, Scope
from outreach.briefings.arithmetic import Result, Tally
from outreach.briefings.models import Acknowledgement, Briefing, Edition, Issue
from outreach.briefings.rules import SMALL, Ending, Gravity, Standing, State, may_write, standing_of
from outreach.core.db import db

Ids = Collection[UUID] | BindParameter[Any]

COUNTS = Acknowledgement.corrected_at.is_(None)
STANDS = Issue.ended_at.is_(None)


class UnknownBriefing(LookupError):
    """There is no such material, version, issue or acknowledgement, or not for whoever asks."""


def in_sight(scope: Scope) -> ColumnElement[bool]:
    """The condition that an issue is in sight from *scope*."""
    return true() if scope.is_national else Issue.area.in_(scope.areas)


def get_briefing(briefing_id: UUID, *, is_locked: bool = False) -> Briefing:
    """The material with its commitments, locked until the transaction ends when it, its versions or issues are to be changed.

    Raises UnknownBriefing.
    """
    wanted = select(Briefing).where(Briefing.id == briefing_id).options(selectinload(Briefing.commitments))
    found = db.session.scalar(_locked(wanted, Briefing) if is_locked else wanted)
    if found is None:
        raise UnknownBriefing(briefing_id)
    return found


def get_edition(edition_id: UUID, *, is_locked: bool = False) -> Edition:
    """A version with its material, locked until the transaction ends when it is to be changed. Raises UnknownBriefing."""
    wanted = select(Edition).where(Edition.id == edition_id).options(joinedload(Edition.briefing))
    found = db.session.scalar(_locked(wanted, Edition) if is_locked else wanted)
    if found is None:
        raise UnknownBriefing(edition_id)
    return found


def get_issue(issue_id: UUID, *, scope: Scope, is_locked: bool = False) -> Issue:
    """The issue in sight from *scope* with its material and version, locked until the transaction ends when it is to be changed.

    Raises UnknownBriefing.
    """
    wanted = select(Issue).where(Issue.id == issue_id, in_sight(scope)).options(joinedload(Issue.briefing), joinedload(Issue.edition))
    found = db.session.scalar(_locked(wanted, Issue) if is_locked else wanted)
    if found is None:
        raise UnknownBriefing(issue_id)
    return found


def _locked(wanted: Select[Any], model: Any) -> Select[Any]:
    return wanted.with_for_update(of=model).execution_options(populate_existing=True)


def list_editions(briefing_id: UUID) -> Sequence[Edition]:
    """Every version of a material, the latest first."""
    return db.session.scalars(select(Edition).where(Edition.briefing_id == briefing_id).order_by(Edition.number.desc())).all()


def find_current(briefing_id: UUID) -> Edition | None:
    """The version that holds: the latest that is approved and not set aside."""
    approved = select(Edition).where(Edition.briefing_id == briefing_id, Edition.state == State.APPROVED)
    return db.session.scalar(approved.order_by(Edition.number.desc()).limit(1))


def binding_number(briefing_id: Any) -> ColumnElement[int]:
    """The number of a material's latest approved version that changed the meaning, 0 where there is none; the id may be a column."""
    binding = aliased(Edition)
    latest = select(func.max(binding.number)).where(
        binding.briefing_id == briefing_id, binding.state == State.APPROVED, binding.gravity == Gravity.MEANING
    )
    return func.coalesce(latest.scalar_subquery(), 0)


def is_old() -> ColumnElement[bool]:
    """The condition that the version of an issue is out of date (`rules.is_out_of_date`, in SQL), in a query that joins it."""
    return or_(Edition.state == State.SET_ASIDE, Edition.number < binding_number(Issue.briefing_id))


def reached() -> ColumnElement[int]:
    """How many people of an issue are acknowledged, in a query of issues."""
    total = select(func.sum(Acknowledgement.reached)).where(Acknowledgement.issue_id == Issue.id, COUNTS)
    return func.coalesce(total.scalar_subquery(), 0)


def is_acknowledged() -> ColumnElement[bool]:
    return exists().where(Acknowledgement.issue_id == Issue.id, COUNTS)


def list_old_issues(briefing_id: UUID, *, scope: Scope, is_locked: bool = False) -> Sequence[Issue]:
    """The issues of a material that stand, are in sight from *scope* and have a version that is out of date, by area and team."""
    wanted = select(Issue).join(Issue.edition).where(Issue.briefing_id == briefing_id, STANDS, in_sight(scope), is_old())
    wanted = wanted.options(contains_eager(Issue.edition)).order_by(Issue.area, Issue.team, Issue.team_name)
    return db.session.scalars(_locked(wanted, Issue) if is_locked else wanted).all()


def list_acknowledgements(issue_id: UUID) -> Sequence[Acknowledgement]:
    """Every acknowledgement of an issue, corrected or not, the latest day first."""
    wanted = select(Acknowledgement).where(Acknowledgement.issue_id == issue_id)
    return db.session.scalars(wanted.order_by(Acknowledgement.held_on.desc(), Acknowledgement.noted_at.desc(), Acknowledgement.id)).all()


def get_acknowledgement(acknowledgement_id: UUID, issue: Issue) -> Acknowledgement:
    """Raises UnknownBriefing when the issue has no such acknowledgement."""
    found = db.session.get(Acknowledgement, acknowledgement_id)
    if found is None or found.issue_id != issue.id:
        raise UnknownBriefing(acknowledgement_id)
    return found


def count_reached(issue_id: UUID, *, besides: UUID | None = None) -> int:
    """How many people of an issue are acknowledged, without what *besides* says."""
    total = select(func.sum(Acknowledgement.reached)).where(Acknowledgement.issue_id == issue_id, COUNTS)
    return db.session.scalar(total.where(Acknowledgement.id != besides) if besides else total) or 0


def find_tallies(briefing_id: UUID, *, scope: Scope, today: date) -> list[Tally]:
    """The issues of a material that stand and are in sight from *scope*, as coverage counts them: one query, however many there are."""
    is_enough = Acknowledgement.answered >= SMALL
    sums = [func.coalesce(func.sum(case((is_enough, column), else_=0)), 0) for column in (Acknowledgement.answered, _RIGHT)]
    counted = (func.coalesce(func.sum(Acknowledgement.reached), 0), func.count(Acknowledgement.id), *sums)
    own = (Issue.id, Issue.area, Issue.headcount, Issue.due_on, is_old().label("is_old"))
    wanted = select(*own, *(one.label(name) for name, one in zip(("reached", "times", "answered", "right"), counted, strict=True)))
    wanted = wanted.join(Edition, Issue.edition_id == Edition.id).outerjoin(
        Acknowledgement, (Acknowledgement.issue_id == Issue.id) & COUNTS
    )
    wanted = wanted.where(Issue.briefing_id == briefing_id, STANDS, in_sight(scope)).group_by(*own[:-1], Edition.state, Edition.number)
    return [
        Tally(
            row.area, row.headcount, row.reached, row.times > 0, bool(row.is_old), row.due_on < today, Result(row.answered, row.right)
        )
        for row in db.session.execute(wanted)
    ]  # fmt: skip


_RIGHT = Acknowledgement.right_answers


def is_waiting() -> ColumnElement[bool]:
    """The condition that an issue waits for an acknowledgement, in a query that joins version and material."""
    return STANDS & Briefing.archived_at.is_(None) & ~is_old() & ~is_acknowledged()


def waiting_issues(*columns: Any) -> Select[Any]:
    return select(*columns).select_from(Issue).join(Issue.edition).join(Issue.briefing).where(is_waiting())


def is_for(account_ids: Ids, scope: Scope) -> ColumnElement[bool]:
    """The condition that an acknowledgement is asked of somebody: of those who work for the area, or else of whoever has issued it."""
    return Issue.issued_by_id.in_(account_ids) if scope.is_national else Issue.area.in_(scope.areas)


def drafts_for(account_ids: Ids) -> Select[Edition]:
    """The drafts, with their material, that somebody who writes for all forces may approve: those of others."""
    others = (Edition.state == State.DRAFT, Edition.drafted_by_id.not_in(account_ids), Briefing.archived_at.is_(None))
    return select(Edition).join(Edition.briefing).where(*others).options(contains_eager(Edition.briefing))


def old_by_material(scope: Scope) -> Select[*tuple[Any, ...]]:
    """Material of which teams in sight from *scope* have a version that is out of date, and how many; only where a version holds."""
    holding = aliased(Edition)
    holds = exists().where(holding.briefing_id == Briefing.id, holding.state == State.APPROVED)
    wanted = (
        select(Briefing.id, Briefing.title, func.count(Issue.id).label("teams")).select_from(Issue).join(Issue.edition).join(Issue.briefing)
    )
    wanted = wanted.where(STANDS, Briefing.archived_at.is_(None), in_sight(scope), is_old(), holds)
    return wanted.group_by(Briefing.id, Briefing.title).order_by(Briefing.title, Briefing.id)


def count_to_do(account_ids: Collection[UUID], part: Part, today: date) -> int:
    """How much waits for somebody: acknowledgements whose day has come, and drafts that they may approve."""
    if part.role not in EDITORS:
        return 0
    due = db.session.scalar(_due(part.scope.is_national), {"ids": account_ids, "areas": part.scope.areas, "today": today})
    drafts = db.session.scalar(_drafts(), {"ids": account_ids}) if may_write(part) else 0
    return (due or 0) + (drafts or 0)


@cache
def _due(is_national: bool) -> Select[int]:
    mine = is_for(IDS, scope_to_come(is_national=is_national))
    return waiting_issues(func.count()).where(mine, Issue.due_on <= bindparam("today"))


@cache
def _drafts() -> Select[int]:
    return select(func.count()).select_from(drafts_for(IDS).subquery())


def find_recipients(area: str, *, besides: UUID) -> Sequence[Account]:
    """Who is mailed about what is issued to an area: its own leads and coordinators who want such mails, without whoever issues it."""
    theirs = exists().where(AccountArea.account_id == Account.id, AccountArea.area == area)
    wanted = (IS_ACTIVE, Account.role.in_(EDITORS), Account.is_national.is_(False), Account.is_mailed, Account.id != besides, theirs)
    return db.session.scalars(select(Account).where(*wanted).order_by(Account.id)).all()


def find_first_day(edition_id: UUID) -> date | None:
    """When a version was issued first; None while it was issued to nobody."""
    return db.session.scalar(select(func.min(Issue.issued_on)).where(Issue.edition_id == edition_id))


def find_standing(issue: Issue, today: date) -> Standing:
    """How one issue stands: one query."""
    found = db.session.execute(
        select(is_old().label("is_old"), is_acknowledged().label("is_acknowledged"))
        .select_from(Issue)
        .join(Issue.edition)
        .where(Issue.id == issue.id)
    ).one()
    ending = Ending(issue.ending) if issue.ending else None
    return standing_of(ending, is_old=bool(found.is_old), is_acknowledged=bool(found.is_acknowledged), due_on=issue.due_on, today=today)


def find_successor(issue_id: UUID) -> UUID | None:
    """The issue that has taken the place of this one."""
    return db.session.scalar(select(Issue.id).where(Issue.follows_id == issue_id))
