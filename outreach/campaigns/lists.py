"""The lists of campaigns and of actions. Both are read as rows and not as records: there are many."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from flask import url_for
from flask_babel import gettext, lazy_gettext, ngettext
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from outreach.accounts.access import current_account, current_config
from outreach.accounts.models import Account
from outreach.accounts.queries import join_owner
from outreach.accounts.rules import Scope
from outreach.campaigns.labels import DOING, DOING_COLOURS, DOINGS, STATE_COLOURS, STATES, where_label
from outreach.campaigns.models import Action, Audience, AudienceLanguage, Campaign, CampaignArea, action_commitment, campaign_commitment
from outreach.campaigns.queries import IS_OPEN, count_of_actions, in_area, serves, visible
from outreach.campaigns.rules import CHANGERS, Asker, Doing, State
from outreach.core.areas import AREAS
from outreach.core.dates import LONDON
from outreach.core.db import STATEMENTS_KEPT
from outreach.web.cells import Tag
from outreach.web.choices import Choices
from outreach.web.choices import Select as SelectField
from outreach.web.fields import Text, Words
from outreach.web.filters import Between, Chip, Filter, OneOf, Search
from outreach.web.language import tongues
from outreach.web.listing import Column, Empty, Listing

Owner = aliased(Account)
_AREAS = [(slug, area.name) for slug, area in AREAS.items()]


def today() -> date:
    """The day in London."""
    return current_config().clock().astimezone(LONDON).date()


class _Chosen(Filter):
    """One of some conditions, each under a value and a label; *blank* is said, and `unchosen` holds, when none is chosen."""

    def __init__(self, key: str, label: Words, choices: Choices | Callable[[], Choices], *, blank: Words = lazy_gettext("Any")) -> None:
        self.key, self.label, self.choices, self.blank = key, label, choices, blank

    def fields(self) -> dict[str, Any]:
        return {self.key: SelectField(self.label, choices=self.choices, blank=self.blank)}

    def condition(self, form: Any) -> ColumnElement[bool] | None:
        chosen = form[self.key].data
        return self.chosen(chosen) if chosen else self.unchosen()

    def chosen(self, value: str) -> ColumnElement[bool] | None:
        raise NotImplementedError

    def unchosen(self) -> ColumnElement[bool] | None:
        return None

    def chips(self, form: Any) -> Iterator[Chip]:
        if chosen := form[self.key].data:
            yield Chip(f"{self.label}: {form[self.key].describe(chosen)}", self.key, chosen)


class _InArea(_Chosen):
    def chosen(self, value: str) -> ColumnElement[bool]:
        return in_area(value)


class _InLanguage(_Chosen):
    def chosen(self, value: str) -> ColumnElement[bool]:
        spoken = exists().where(AudienceLanguage.audience_id == Audience.id, AudienceLanguage.language == value)
        return exists().where(Audience.campaign_id == Campaign.id, Audience.archived_at.is_(None), spoken)


class _Archived(_Chosen):
    def chosen(self, value: str) -> ColumnElement[bool] | None:
        return Campaign.archived_at.is_not(None) if value == "only" else None

    def unchosen(self) -> ColumnElement[bool]:
        return Campaign.archived_at.is_(None)


class _Due(_Chosen):
    def chosen(self, value: str) -> ColumnElement[bool]:
        return and_(IS_OPEN, Action.due_on < today() if value == "overdue" else Action.due_on >= today())


@dataclass(frozen=True)
class _Serving:
    """Whatever serves the commitment whose key is typed."""

    links: Any
    owner: Any
    key: str = "commitment"

    def fields(self) -> dict[str, Any]:
        return {self.key: Text(_("Commitment"), longest=10, width="5", hint=_("Its number, like L2."))}

    def condition(self, form: Any) -> ColumnElement[bool] | None:
        typed = form[self.key].data
        return serves(self.links, self.owner, typed) if typed else None

    def chips(self, form: Any) -> Iterator[Chip]:
        if typed := form[self.key].data:
            yield Chip(gettext("Serves %(key)s", key=typed), self.key, typed)


def _first_step() -> tuple[str, str] | None:
    return (_("Plan a campaign"), url_for("campaigns.new")) if current_account().role in CHANGERS else None


CAMPAIGNS = Listing(
    columns=(
        Column("name", _("Name"), lambda row: row.name, sort=func.lower(Campaign.name)),
        Column("state", _("State"), lambda row: state_tag(row), sort=Campaign.state),
        Column("where", _("Where"), lambda row: where_label(Scope(row.is_national, frozenset((row.areas or "").split(","))))),
        Column("owner", _("Owner"), lambda row: row.owner, sort=func.lower(Owner.name)),
        Column("starts", _("First day"), lambda row: row.starts_on, sort=Campaign.starts_on),
        Column("ends", _("Last day"), lambda row: row.ends_on, sort=Campaign.ends_on),
        Column("open", _("Actions open"), lambda row: row.open, is_numeric=True),
        Column("overdue", _("Overdue"), lambda row: row.overdue, is_numeric=True),
    ),
    filters=(
        Search((Campaign.name, Campaign.purpose)),
        OneOf("state", _("State"), [*STATES.items()], Campaign.state),
        _InArea("area", _("Force area"), _AREAS),
        Search((Owner.name,), label=_("Owner"), key="owner"),
        _InLanguage("language", _("Language"), tongues),
        _Serving(campaign_commitment, Campaign.id),
        _Archived("archived", _("Archived"), [("only", _("Archived only")), ("too", _("Archived too"))], blank=_("Not archived")),
    ),
    key=Campaign.id,
    link=lambda row: url_for("campaigns.campaign", campaign_id=row.id),
    default_sort="name",
    count=lambda number: ngettext("%(num)s campaign", "%(num)s campaigns", number),
    empty=Empty(
        _("No campaigns yet"),
        _("A campaign says for whom, with which objectives, money and risks, and who does what by when. Plan the first one."),
        _first_step,
    ),
    file_name="campaigns",
)


def state_tag(campaign: Any) -> Tag:
    """Of a campaign, or of a row that has its state and `archived_at`."""
    if campaign.archived_at is not None:
        return Tag(_("Archived"), "grey")
    return Tag(STATES[State(campaign.state)], STATE_COLOURS[State(campaign.state)])


def _all_campaigns() -> Select[*tuple[Any, ...]]:
    own = (Campaign.id, Campaign.name, Campaign.state, Campaign.is_national, Campaign.starts_on, Campaign.ends_on, Campaign.archived_at)
    areas = select(func.aggregate_strings(CampaignArea.area, ",")).where(CampaignArea.campaign_id == Campaign.id).scalar_subquery()
    is_overdue = Action.due_on < bindparam("today", callable_=today, type_=Date)
    counts = (count_of_actions().label("open"), count_of_actions(is_overdue).label("overdue"))
    columns = (*own, areas.label("areas"), Owner.name.label("owner"), *counts)
    return join_owner(select(*columns), Campaign.owner_id, Owner)


_ALL_CAMPAIGNS = _all_campaigns()  # made once: making it takes nearly as long as a hundred of its rows


@lru_cache(maxsize=STATEMENTS_KEPT)
def campaigns_listed(asker: Asker) -> Select[*tuple[Any, ...]]:
    """The campaigns that *asker* may see, as rows, with the owner's name and how many actions are open and overdue."""
    return _ALL_CAMPAIGNS.where(visible(asker))


ACTIONS = Listing(
    columns=(
        Column("title", _("Action"), lambda row: row.title, sort=func.lower(Action.title)),
        Column("doing", DOING, lambda row: Tag(DOINGS[Doing(row.doing)], DOING_COLOURS[Doing(row.doing)]), sort=Action.doing),
        Column("due", _("Due"), lambda row: row.due_on, sort=Action.due_on),
        Column("owner", _("Who does it"), lambda row: row.owner, sort=func.lower(Owner.name)),
        Column("campaign", _("Campaign"), lambda row: row.campaign, sort=func.lower(Campaign.name)),
        Column("done", _("Done on"), lambda row: row.done_on, sort=Action.done_on),
    ),
    filters=(
        Search((Action.title, Action.note)),
        OneOf("doing", DOING, [*DOINGS.items()], Action.doing),
        _Due("due", _("Due"), [("overdue", _("Overdue")), ("later", _("Today or later"))]),
        Search((Owner.name,), label=_("Who does it"), key="owner"),
        Search((Campaign.name,), label=_("Campaign"), key="campaign"),
        _InArea("area", _("Force area"), _AREAS),
        _Serving(action_commitment, Action.id),
        Between("due_on", _("Due"), Action.due_on),
    ),
    key=Action.id,
    link=lambda row: url_for("campaigns.section", campaign_id=row.campaign_id, name="actions", _anchor=f"action-{row.id}"),
    default_sort="due",
    count=lambda number: ngettext("%(num)s action", "%(num)s actions", number),
    empty=Empty(_("No actions yet"), _("What somebody does by a day, in any campaign that you may see. Actions are added to a campaign.")),
    file_name="actions",
)


def _all_actions() -> Select[*tuple[Any, ...]]:
    columns = (Action.id, Action.title, Action.doing, Action.due_on, Action.done_on, Action.campaign_id)
    wanted = select(*columns, Owner.name.label("owner"), Campaign.name.label("campaign")).join(Campaign, Action.campaign_id == Campaign.id)
    return join_owner(wanted, Action.owner_id, Owner).where(Campaign.archived_at.is_(None), Action.archived_at.is_(None))


_ALL_ACTIONS = _all_actions()


@lru_cache(maxsize=STATEMENTS_KEPT)
def actions_listed(asker: Asker) -> Select[*tuple[Any, ...]]:
    """The actions of campaigns that *asker* may see and that are not archived, as rows."""
    return _ALL_ACTIONS.where(visible(asker))
