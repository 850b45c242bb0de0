"""The register as a list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import aliased

from outreach.accounts.access import current_account, current_config
from outreach.accounts.models import Account
from outreach.accounts.queries import join_owner
from outreach.accounts.rules import Scope
from outreach.commitments.forms import owner_choices
from outreach.commitments.labels import COLOURS, STATES, TEXT_TO_ENTER
from outreach.commitments.models import Commitment, Evidence
from outreach.commitments.queries import find_addressees, in_sight
from outreach.commitments.rules import GOING_ON, SOON_DAYS, State, is_overdue, may_edit
from outreach.core.dates import LONDON
from outreach.web.cells import Tag
from outreach.web.choices import Select as SelectField
from outreach.web.filters import Chip, OneOf, Search
from outreach.web.jinja import day_text
from outreach.web.listing import Column, Empty, Listing

Owner = aliased(Account)
LATE, SOON = "overdue", "soon"


def today() -> date:
    return current_config().clock().astimezone(LONDON).date()


@dataclass(frozen=True)
class Due:
    """Overdue, or due in the next days."""

    key: str = "due"

    def fields(self) -> dict[str, Any]:
        choices = [(LATE, _("Overdue")), (SOON, _("Due in the next 30 days"))]
        return {self.key: SelectField(_("Due"), choices=choices, blank=_("Any"))}

    def condition(self, form: Any) -> ColumnElement[bool] | None:
        chosen, now = form[self.key].data, today()
        if not chosen:
            return None
        days = Commitment.due_on < now if chosen == LATE else Commitment.due_on.between(now, now + timedelta(days=SOON_DAYS))
        return and_(days, Commitment.state.in_(GOING_ON))

    def chips(self, form: Any) -> Iterator[Chip]:
        if chosen := form[self.key].data:
            yield Chip(form[self.key].describe(chosen), self.key, chosen)


def state_tag(state: str) -> Tag:
    return Tag(STATES[State(state)], COLOURS[State(state)])


def _due(row: Any) -> Any:
    late = is_overdue(State(row[0].state), row[0].due_on, today())
    return Tag(_("Overdue: %(day)s", day=day_text(row[0].due_on)), "red") if late else row[0].due_on


def _first_step() -> tuple[str, str] | None:
    me = current_account()
    return (_("Add a row"), url_for("commitments.new")) if may_edit(me.part, is_owner=False) else None


REGISTER = Listing(
    columns=(
        Column("key", _("Commitment"), lambda row: f"{row[0].key} {row[0].summary or TEXT_TO_ENTER}", sort=Commitment.order),
        Column("addressee", _("Addressee"), lambda row: row[0].addressee, sort=func.lower(Commitment.addressee)),
        Column("state", _("State"), lambda row: state_tag(row[0].state), sort=Commitment.state),
        Column("owner", _("Owner"), lambda row: row[1], sort=func.lower(Owner.name)),
        Column("due", _("Due"), _due, sort=Commitment.due_on),
        Column("evidence", _("Evidence"), lambda row: row[2], is_numeric=True),
    ),
    filters=(
        Search((Commitment.key, Commitment.summary, Commitment.addressee, Commitment.position, Commitment.official_text)),
        OneOf("addressee", _("Addressee"), lambda: [(name, name) for name in find_addressees()], Commitment.addressee),
        OneOf("state", _("State"), [*STATES.items()], Commitment.state),
        OneOf("owner", _("Owner"), owner_choices, Commitment.owner_id, convert=UUID),
        Due(),
    ),
    key=Commitment.id,
    link=lambda row: url_for("commitments.commitment", key=row[0].key),
    default_sort="key",
    count=lambda number: ngettext("%(num)s commitment", "%(num)s commitments", number),
    empty=Empty(
        _("The register is empty"),
        _(
            "What was recommended and promised stands here, with what became of it. The rows of the report and the letter come with "
            "the product: ask whoever runs this installation to load them."
        ),
        _first_step,
    ),
    file_name="commitments",
)  # fmt: skip


def register_of(scope: Scope) -> Select[Any]:
    """Every row, with the name of its owner and how many pieces of standing evidence are in sight from *scope*."""
    pieces = select(func.count()).where(Evidence.commitment_id == Commitment.id, Evidence.withdrawn_at.is_(None), in_sight(scope))
    counted = pieces.correlate(Commitment).scalar_subquery()
    return join_owner(select(Commitment, Owner.name, counted.label("evidence")), Commitment.owner_id, Owner)
