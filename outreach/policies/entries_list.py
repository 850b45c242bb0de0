"""Every entry about a policy as a list: what is due for another look, what waits for a second reader, what was read before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, Select, func, select

from outreach.accounts.access import current_config
from outreach.accounts.models import Account
from outreach.accounts.rules import Scope
from outreach.core.dates import LONDON
from outreach.policies.labels import STATE_COLOURS, STATES, place_choices, place_name
from outreach.policies.models import Policy
from outreach.policies.queries import due_by, in_sight
from outreach.policies.rules import SOON_DAYS, State
from outreach.web.cells import Tag
from outreach.web.choices import Select as SelectField
from outreach.web.filters import Between, Chip, OneOf, Search
from outreach.web.listing import Column, Empty, Listing

_ROW: tuple[Any, ...] = (Policy, Account.name)
DAYS = {"now": 0, "soon": SOON_DAYS}


def today() -> date:
    return current_config().clock().astimezone(LONDON).date()


@dataclass(frozen=True)
class Due:
    """Entries that hold now and have to be looked at again: now, or soon."""

    key: str = "due"

    def fields(self) -> dict[str, Any]:
        choices = [("now", _("Due for another look")), ("soon", _("Due within 30 days"))]
        return {self.key: SelectField(_("Another look"), choices=choices, blank=_("Any"))}

    def condition(self, form: Any) -> ColumnElement[bool] | None:
        chosen = form[self.key].data
        return due_by(today() + timedelta(days=DAYS[chosen])) if chosen else None

    def chips(self, form: Any) -> Iterator[Chip]:
        if chosen := form[self.key].data:
            yield Chip(form[self.key].describe(chosen), self.key, chosen)


def state_tag(state: str) -> Tag:
    return Tag(STATES[State(state)], STATE_COLOURS[State(state)])


ENTRIES = Listing(
    columns=(
        Column("place", _("Place and our version"), lambda row: f"{place_name(row[0].place)} {row[0].number}", sort=Policy.place),
        Column("state", _("State"), lambda row: state_tag(row[0].state), sort=Policy.state),
        Column("dated", _("Its date"), lambda row: row[0].dated_on, sort=Policy.dated_on),
        Column("reader", _("Read by"), lambda row: row[1], sort=func.lower(Account.name)),
        Column("read", _("Read on"), lambda row: row[0].read_on, sort=Policy.read_on),
        Column("again", _("Look again on"), lambda row: row[0].look_again_on, sort=Policy.look_again_on),
    ),
    filters=(
        Search((Policy.place, Policy.wording, Policy.differences, Policy.edition)),
        Due(),
        OneOf("state", _("State"), [*STATES.items()], Policy.state),
        OneOf("place", _("Place"), place_choices(), Policy.place),
        Between("again", _("Look again"), Policy.look_again_on),
    ),
    key=Policy.id,
    link=lambda row: url_for("policies.entry", policy_id=row[0].id),
    default_sort="again",
    count=lambda number: ngettext("%(num)s entry", "%(num)s entries", number),
    empty=Empty(
        _("Nobody has looked yet"),
        _("What each force publishes about sharing victims’ details is entered here, read by a second person, and looked at again."),
        lambda: (_("See all places"), url_for("policies.index")),
    ),
    file_name="policies",
)  # fmt: skip


def entries_of(scope: Scope) -> Select[Any]:
    """Every entry that is in sight from *scope*, with the name of its reader."""
    return select(*_ROW).join(Policy.read_by).where(in_sight(scope))
