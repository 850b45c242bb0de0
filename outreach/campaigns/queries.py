"""Reads of campaigns. Who asks is part of every question: what they may not see is not there for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, literal, or_, select, true, union_all
from sqlalchemy.orm import InstrumentedAttribute, aliased, selectinload

from outreach.accounts.models import Account
from outreach.accounts.queries import IS_ACTIVE, answers, ids_answered_for, join_owner
from outreach.accounts.rules import STAFF
from outreach.campaigns.models import (
    PARTS,
    Action,
    Assessment,
    Audience,
    BudgetLine,
    Campaign,
    CampaignArea,
    CampaignMember,
    Measurement,
    Milestone,
    Objective,
    Part,
    Risk,
)
from outreach.campaigns.rules import (
    CHANGERS,
    REVIEWED_WITHIN,
    Asker,
    AssessmentKind,
    AssessmentState,
    Doing,
    Facts,
    LineKind,
    Place,
    may_change,
)
from outreach.commitments.models import Commitment
from outreach.commitments.queries import list_commitments
from outreach.core.db import db

AnyPart = TypeVar("AnyPart", bound=Part)
IS_OPEN = and_(Action.archived_at.is_(None), Action.doing != Doing.DONE)


class UnknownCampaign(LookupError):
    """There is no such campaign, or not for whoever asks."""


class UnknownPart(LookupError):
    """The campaign has no such part."""


def asker_of(account: Account) -> Asker:
    return Asker(ids_answered_for(account.id), account.part.role, account.scope)


def visible(asker: Asker) -> ColumnElement[bool]:
    """The condition that *asker* may see a campaign (`rules.may_see`, in SQL)."""
    if asker.role not in STAFF:
        return false()
    if asker.scope.is_national:
        return true()
    meets = exists().where(CampaignArea.campaign_id == Campaign.id, CampaignArea.area.in_(asker.scope.areas))
    works = exists().where(CampaignMember.campaign_id == Campaign.id, CampaignMember.account_id.in_(asker.ids))
    return or_(Campaign.is_national, meets, Campaign.owner_id.in_(asker.ids), works)


def get_campaign(campaign_id: UUID, *, asker: Asker, is_locked: bool = False) -> Campaign:
    """The campaign with its areas, team and commitments, locked until the transaction ends when it is to be changed.

    Raises UnknownCampaign.
    """
    wanted = select(Campaign).where(Campaign.id == campaign_id, visible(asker))
    wanted = wanted.options(selectinload(Campaign.members), selectinload(Campaign.commitments))
    if is_locked:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    campaign = db.session.scalar(wanted)
    if campaign is None:
        raise UnknownCampaign(campaign_id)
    return campaign


def get_part(model: type[AnyPart], part_id: UUID, campaign: Campaign) -> AnyPart:
    """One part of *campaign*, set aside or not. Raises UnknownPart."""
    part: AnyPart | None = db.session.scalar(_whole(select(model).where(model.id == part_id, model.campaign_id == campaign.id), model))
    if part is None:
        raise UnknownPart(part_id)
    return part


def find_parts(model: type[AnyPart], campaign_id: UUID, *order: Any, is_aside: bool = False) -> Sequence[AnyPart]:
    """The parts of one kind, by *order* and then as they were made; those that are set aside only when asked for."""
    is_wanted = model.archived_at.is_not(None) if is_aside else model.archived_at.is_(None)
    wanted = select(model).where(model.campaign_id == campaign_id, is_wanted).order_by(*order, model.made_at, model.id)
    return db.session.scalars(_whole(wanted, model)).all()


def _whole(wanted: Select[Any], model: type[Part]) -> Select[Any]:
    """With what belongs to the part and is kept elsewhere."""
    return wanted.options(selectinload(Action.commitments)) if model is Action else wanted


def count_parts(campaign_id: UUID) -> dict[str, int]:
    """How many parts of each kind the campaign has, without those that are set aside."""
    counts = [
        select(literal(model.kind).label("kind"), func.count().label("number"))
        .select_from(model)
        .where(model.campaign_id == campaign_id, model.archived_at.is_(None))
        for model in PARTS
    ]
    return {row.kind: row.number for row in db.session.execute(union_all(*counts))}


def find_titles(campaign_id: UUID) -> dict[str, str]:
    """The title of every part of the campaign that ever was, by kind and id as the trail has them: 'action/4be1…'."""
    titles = [select(literal(model.kind), model.id, model.title).where(model.campaign_id == campaign_id) for model in PARTS]
    return {f"{kind}/{part_id}": title for kind, part_id, title in db.session.execute(union_all(*titles))}


def find_facts(campaign: Campaign, today: date) -> Facts:
    """What is there of the campaign, for `rules.find_blocks`."""
    is_measured = exists().where(Measurement.objective_id == Objective.id, Measurement.archived_at.is_(None))
    is_stale = or_(Risk.reviewed_on.is_(None), Risk.reviewed_on < today - REVIEWED_WITHIN)
    is_unready = or_(Action.owner_id.is_(None), Action.due_on.is_(None))
    counts = {
        "audiences": _counted(campaign, Audience),
        "objectives": _counted(campaign, Objective),
        "unmeasured": _counted(campaign, Objective, ~is_measured),
        "partner_lines": _counted(campaign, BudgetLine, BudgetLine.line == LineKind.PARTNER_HOURS),
        "risks": _counted(campaign, Risk),
        "unreviewed": _counted(campaign, Risk, is_stale),
        "actions": _counted(campaign, Action),
        "unready": _counted(campaign, Action, is_unready),
        "unfinished": _counted(campaign, Action, Action.doing != Doing.DONE),
    }
    row = db.session.execute(select(*(count.label(name) for name, count in counts.items()))).one()
    assessments = db.session.execute(
        select(Assessment.about, Assessment.state).where(Assessment.campaign_id == campaign.id, Assessment.archived_at.is_(None))
    )
    return Facts(
        starts_on=campaign.starts_on,
        ends_on=campaign.ends_on,
        has_areas=campaign.is_national or bool(campaign.areas),
        has_insight=bool(campaign.insight),
        has_strategy=bool(campaign.strategy),
        has_learning=bool(campaign.learning),
        assessments=frozenset((AssessmentKind(about), AssessmentState(state)) for about, state in assessments),
        **row._mapping,
    )


def _counted(campaign: Campaign, model: type[Part], *conditions: ColumnElement[bool]) -> Any:
    wanted = (model.campaign_id == campaign.id, model.archived_at.is_(None), *conditions)
    return select(func.count()).select_from(model).where(*wanted).scalar_subquery()


def find_helpers(place: Place) -> Sequence[Account]:
    """Active leads and coordinators who may change what is there and theirs, in the order of their names."""
    people = db.session.scalars(select(Account).where(IS_ACTIVE, Account.role.in_(CHANGERS)).order_by(func.lower(Account.name), Account.id))
    return [one for one in people if may_change(Asker(frozenset({one.id}), one.part.role, one.scope), place)]


def find_campaign_names() -> dict[str, str]:
    """The name of every campaign that ever was, by its id as text: for histories."""
    return {str(row.id): row.name for row in db.session.execute(select(Campaign.id, Campaign.name))}


def find_staff(*also: UUID) -> Sequence[Account]:
    """Active leads and coordinators, and whoever is *also* there already, in the order of their names."""
    wanted = or_(and_(IS_ACTIVE, Account.role.in_(CHANGERS)), Account.id.in_(also))
    return db.session.scalars(select(Account).where(wanted).order_by(func.lower(Account.name), Account.id)).all()


def find_actions(campaign_id: UUID) -> Sequence[Any]:
    """The actions of the campaign as rows with their owners' names, the first due first; without those that are set aside."""
    columns = (Action.id, Action.title, Action.doing, Action.due_on, Action.started_on, Action.done_on, Action.note)
    owner = aliased(Account)
    wanted = join_owner(select(*columns, owner.name.label("owner")), Action.owner_id, owner)
    wanted = wanted.where(Action.campaign_id == campaign_id, Action.archived_at.is_(None))
    return db.session.execute(wanted.order_by(Action.due_on.asc().nulls_last(), Action.title, Action.id)).all()


def find_people(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of these accounts, whether or not they are still here."""
    wanted = {one for one in ids if one}
    if not wanted:
        return {}
    rows = db.session.execute(select(Account.id, Account.name, Account.email).where(Account.id.in_(wanted)))
    return {account_id: name or email or str(account_id) for account_id, name, email in rows}


def find_owners(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of those who answer now for what these accounts own."""
    found, wanted = answers(), {one for one in ids if one}
    owners = select(found.c.account_id, Account.name, Account.email).join(found, found.c.answering_id == Account.id)
    rows = db.session.execute(owners.where(found.c.account_id.in_(wanted)))
    return {account_id: name or email or str(account_id) for account_id, name, email in rows}


def find_commitments(keys: Collection[str]) -> set[Commitment]:
    return {one for one in list_commitments() if one.key in keys} if keys else set()


def count_of_actions(*conditions: ColumnElement[bool]) -> Any:
    """How many open actions of a campaign (in a query of campaigns) meet the conditions."""
    return select(func.count()).select_from(Action).where(Action.campaign_id == Campaign.id, IS_OPEN, *conditions).scalar_subquery()


def find_measurements(campaign_id: UUID) -> dict[UUID, list[Measurement]]:
    """Every measurement of the campaign by objective, the oldest first."""
    found: dict[UUID, list[Measurement]] = {}
    for one in find_parts(Measurement, campaign_id, Measurement.measured_on):
        found.setdefault(one.objective_id, []).append(one)
    return found


def find_milestones(campaign_ids: Collection[UUID], first: date, last: date) -> Sequence[Any]:
    """Milestones of these campaigns from *first* to *last* as rows, in the order of their days."""
    columns = (Milestone.campaign_id, Milestone.title, Milestone.due_on, Milestone.reached_on)
    wanted = (Milestone.campaign_id.in_(campaign_ids), Milestone.archived_at.is_(None), Milestone.due_on.between(first, last))
    return db.session.execute(select(*columns).where(*wanted).order_by(Milestone.due_on, Milestone.title)).all()


def in_area(area: str) -> ColumnElement[bool]:
    """The condition that a campaign reaches *area*; a national one reaches every one."""
    return or_(Campaign.is_national, exists().where(CampaignArea.campaign_id == Campaign.id, CampaignArea.area == area))


def serves(links: Any, owner: InstrumentedAttribute[UUID], key: str) -> ColumnElement[bool]:
    """The condition that the row with the id *owner* serves the commitment *key*; *links* is the table that says so."""
    column = links.c[0]
    return exists().where(column == owner, links.c.commitment_id == Commitment.id, func.lower(Commitment.key) == key.lower())


def campaigns_of(asker: Asker) -> Select[Any]:
    """The campaigns that *asker* may see."""
    return select(Campaign).where(visible(asker))
