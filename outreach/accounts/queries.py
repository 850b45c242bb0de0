"""Reads of accounts. Who asks is part of the question: what is out of somebody's scope is not there for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CTE, BindParameter, ColumnElement, Select, and_, bindparam, exists, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, aliased

from outreach.accounts.models import Account, AccountArea, SignIn
from outreach.accounts.rules import EDITORS, LINGUISTS, Role, Scope, normal_address
from outreach.core.db import db

ME: BindParameter[UUID] = bindparam("me")
IDS: BindParameter[Any] = bindparam("ids", expanding=True)
"""Whoever asks, and all whom they answer for, in statements that are built once: every page asks them, and building costs more."""

IS_ACTIVE = and_(Account.joined_at.is_not(None), Account.suspended_at.is_(None), Account.left_at.is_(None))


class UnknownAccount(LookupError):
    """There is no such account, or not for whoever asks."""


def scope_to_come(*, is_national: bool) -> Scope:
    """The scope in such a statement: its areas are given as `areas` when the statement is asked."""
    return Scope(is_national, cast(frozenset[str], bindparam("areas", expanding=True)))


def within(scope: Scope) -> ColumnElement[bool]:
    """The condition that an account lies wholly within *scope* (`Scope.covers`, in SQL)."""
    if scope.is_national:
        return true()
    if not scope.areas:
        return false()
    theirs = select(AccountArea.area).where(AccountArea.account_id == Account.id)
    outside = theirs.where(AccountArea.area.not_in(scope.areas))
    return and_(Account.is_national.is_(False), exists(theirs), ~exists(outside))


def get_account(account_id: UUID, *, scope: Scope, is_locked: bool = False) -> Account:
    """The account within *scope*, locked until the transaction ends when it is to be changed. Raises UnknownAccount.

    The lock lets others refer to the account (as a successor, say): of two who end each other's account neither waits for the other.
    """
    wanted = select(Account).where(Account.id == account_id, within(scope))
    account = db.session.scalar(wanted.with_for_update(key_share=True).execution_options(populate_existing=True) if is_locked else wanted)
    if account is None:
        raise UnknownAccount(account_id)
    return account


def find_by_email(address: str) -> Account | None:
    try:
        spelled = normal_address(address)
    except ValueError:
        return None
    return db.session.scalar(select(Account).where(Account.email == spelled))


def count_other_national_leads(account_id: UUID) -> int:
    """How many active national leads there are beside *account_id*."""
    lead = (Account.role == Role.LEAD, Account.is_national, IS_ACTIVE, Account.id != account_id)
    return db.session.scalar(select(func.count()).select_from(Account).where(*lead)) or 0


def find_successors(leaver: Account) -> Sequence[Account]:
    """Active accounts of the leaver's role, whose scope or, for linguists, whose languages cover the leaver's, in the order of their names.

    A lead may follow anybody whom their scope covers.
    """
    others = db.session.scalars(
        select(Account)
        .where(IS_ACTIVE, Account.id != leaver.id, Account.role.in_([leaver.role, Role.LEAD]))
        .order_by(Account.name, Account.id)
    )
    wanted = leaver.part
    return [
        other
        for other in others
        if other.scope.covers(wanted.scope) or (wanted.role in LINGUISTS and wanted.languages <= other.part.languages)
    ]


def find_editors() -> Sequence[Account]:
    """Active leads and coordinators, who can own records, in the order of their names."""
    active = select(Account).where(IS_ACTIVE, Account.role.in_(EDITORS))
    return db.session.scalars(active.order_by(func.lower(Account.name), Account.id)).all()


def answers() -> CTE:
    """Who answers now for what each account owns (`account_id`, `answering_id`): itself, or the first of its successors who has none."""
    here = select(Account.id.label("account_id"), Account.id.label("answering_id")).where(Account.successor_id.is_(None))
    found, leaver = here.cte("answers", recursive=True), aliased(Account)
    handed_over = select(leaver.id, found.c.answering_id).where(leaver.successor_id == found.c.account_id)
    return found.union_all(handed_over)


def join_owner(wanted: Select[*tuple[Any, ...]], owned_by: InstrumentedAttribute[Any], owner: type[Account]) -> Select[*tuple[Any, ...]]:
    """*wanted* with *owner* (an alias of Account) as whoever answers now for what the column *owned_by* names; without one, as nobody."""
    found = answers()
    return wanted.outerjoin(found, found.c.account_id == owned_by).outerjoin(owner, owner.id == found.c.answering_id)


def find_responsible(account_id: UUID) -> Account | None:
    """Whoever answers now for what *account_id* owns."""
    found = answers()
    return db.session.scalar(select(Account).join(found, found.c.answering_id == Account.id).where(found.c.account_id == account_id))


def ids_answered_for(account_id: UUID) -> frozenset[UUID]:
    """Themselves, and everybody who has left and whose work they have taken over, at first or at second hand."""
    return frozenset([account_id, *db.session.scalars(_answered_for(), {"me": account_id})])


@cache
def _answered_for() -> Select[UUID]:
    found = answers()
    return select(found.c.account_id).where(found.c.answering_id == ME)


def find_sign_in(sign_in_id: UUID, account_id: UUID, now: datetime) -> SignIn | None:
    """The session, if it goes on."""
    live = (SignIn.id == sign_in_id, SignIn.account_id == account_id, SignIn.ended_at.is_(None), SignIn.ends_at > now)
    return db.session.scalar(select(SignIn).where(*live))


def find_sign_ins(account_id: UUID, now: datetime) -> Sequence[SignIn]:
    """Every session of the account that goes on, the newest first."""
    live = (SignIn.account_id == account_id, SignIn.ended_at.is_(None), SignIn.ends_at > now)
    return db.session.scalars(select(SignIn).where(*live).order_by(SignIn.began_at.desc(), SignIn.id)).all()


def find_last_visit(account_id: UUID, *, before: UUID) -> datetime | None:
    """When the account was signed in with the last time before the session *before* began; None when it never was."""
    this = select(SignIn.began_at).where(SignIn.id == before).scalar_subquery()
    earlier = (SignIn.account_id == account_id, SignIn.id != before, SignIn.began_at <= this)
    return db.session.scalar(select(SignIn.began_at).where(*earlier).order_by(SignIn.began_at.desc()).limit(1))


def has_demonstration_accounts() -> bool:
    return bool(db.session.scalar(select(exists().where(Account.is_demonstration, Account.left_at.is_(None)))))


def has_signed_in(account_id: UUID) -> bool:
    """Whether the account was ever signed in with (as far back as sessions are kept)."""
    return bool(db.session.scalar(select(exists().where(SignIn.account_id == account_id))))


def count_unanswered_invitations(scope: Scope) -> int:
    """How many people within *scope* are invited and have not joined."""
    waiting = (Account.joined_at.is_(None), Account.left_at.is_(None), within(scope))
    return db.session.scalar(select(func.count()).select_from(Account).where(*waiting)) or 0


def find_names() -> dict[str, str]:
    """The name of every account that ever was, by its id as text: for histories."""
    rows = db.session.execute(select(Account.id, Account.name, Account.email))
    return {str(account_id): name or email or str(account_id) for account_id, name, email in rows}


def match_people(words: str, *, scope: Scope) -> Sequence[UUID]:
    """The accounts within *scope* in whose name, address or organisation every word of *words* occurs."""
    columns = (Account.name, Account.email, Account.organisation)
    conditions = [or_(*(column.icontains(word, autoescape=True) for column in columns)) for word in words.split()]
    return db.session.scalars(select(Account.id).where(within(scope), *conditions)).all()
