"""The lists of material and of issues. Issues are read as rows: there are many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from flask import url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, and_, exists, func, select

from outreach.accounts.access import current_account, current_config
from outreach.accounts.rules import Scope
from outreach.briefings.arithmetic import share
from outreach.briefings.labels import COVERS, STANDING_COLOURS, STANDINGS, STATE_COLOURS, STATES, TEAMS, area_name, team_label
from outreach.briefings.models import Briefing, Edition, Issue, briefing_commitment
from outreach.briefings.queries import STANDS, in_sight, is_acknowledged, is_old, is_waiting, reached
from outreach.briefings.rules import Ending, Standing, State, may_write, standing_of
from outreach.commitments.forms import commitment_choices
from outreach.commitments.models import Commitment
from outreach.core.areas import AREAS
from outreach.core.dates import LONDON
from outreach.core.db import db
from outreach.web.cells import Tag
from outreach.web.choices import Select as SelectField
from outreach.web.filters import Between, Chip, OneOf, Search
from outreach.web.jinja import short_day
from outreach.web.listing import Column, Empty, Listing

OPEN = "open"  # what waits for an acknowledgement, late or not


def today() -> date:
    """The day in London."""
    return current_config().clock().astimezone(LONDON).date()


def state_tag(state: str) -> Tag:
    return Tag(STATES[State(state)], STATE_COLOURS[State(state)])


def standing_tag(standing: Standing) -> Tag:
    return Tag(STANDINGS[standing], STANDING_COLOURS[standing])


@dataclass(frozen=True)
class _Serving:
    """Material that serves a commitment."""

    key: str = "commitment"

    def fields(self) -> dict[str, Any]:
        return {self.key: SelectField(_("Commitment"), choices=commitment_choices, blank=_("Any"))}

    def condition(self, form: Any) -> ColumnElement[bool] | None:
        chosen = form[self.key].data
        if not chosen:
            return None
        served = briefing_commitment.join(Commitment, Commitment.id == briefing_commitment.c.commitment_id)
        of = (briefing_commitment.c.briefing_id == Briefing.id, Commitment.key == chosen)
        return exists().select_from(served).where(*of)

    def chips(self, form: Any) -> Iterator[Chip]:
        if chosen := form[self.key].data:
            yield Chip(gettext("Serves %(key)s", key=chosen), self.key, chosen)


@dataclass(frozen=True)
class _Archived:
    """What is archived is left out unless it is asked for."""

    key: str = "archived"

    def fields(self) -> dict[str, Any]:
        return {self.key: SelectField(_("Archived"), choices=[("too", _("Archived too"))], blank=_("Not archived"))}

    def condition(self, form: Any) -> ColumnElement[bool] | None:
        return None if form[self.key].data else Briefing.archived_at.is_(None)

    def chips(self, form: Any) -> Iterator[Chip]:
        if chosen := form[self.key].data:
            yield Chip(form[self.key].describe(chosen), self.key, chosen)


@dataclass(frozen=True)
class _Standing:
    """How issues stand; without a choice, those that stand."""

    key: str = "state"

    def fields(self) -> dict[str, Any]:
        choices = [(OPEN, _("Waits, overdue or not")), *((one.value, word) for one, word in STANDINGS.items())]
        return {self.key: SelectField(_("State"), choices=choices, blank=_("All that stand"))}

    def condition(self, form: Any) -> ColumnElement[bool] | None:
        chosen = form[self.key].data
        if not chosen:
            return STANDS
        if chosen in set(Ending):
            return cast(ColumnElement[bool], Issue.ending == chosen)
        days = {Standing.LATE: Issue.due_on < today(), Standing.WAITING: Issue.due_on >= today()}
        if chosen == OPEN or chosen in days:
            return and_(is_waiting(), *([days[Standing(chosen)]] if chosen in days else []))
        if chosen == Standing.OUT_OF_DATE:
            return and_(STANDS, is_old())
        return and_(STANDS, ~is_old(), is_acknowledged())

    def chips(self, form: Any) -> Iterator[Chip]:
        if chosen := form[self.key].data:
            yield Chip(form[self.key].describe(chosen), self.key, chosen)


def _first_step() -> tuple[str, str] | None:
    return (_("Make the first material"), url_for("briefings.new")) if may_write(current_account().part) else None


def _target(row: Any) -> Any:
    return gettext("%(percent)s%% by %(day)s", percent=row.target_percent, day=short_day(row.target_on)) if row.target_percent else None


MATERIALS = Listing(
    columns=(
        Column("title", _("Material"), lambda row: row.title, sort=func.lower(Briefing.title)),
        Column("version", _("Version that holds"), lambda row: row.current, is_numeric=True),
        Column("draft", _("Draft"), lambda row: state_tag(State.DRAFT) if row.drafts else None),
        Column("teams", _("Teams that have it"), lambda row: row.teams, is_numeric=True),
        Column("old", COVERS["out-of-date"], lambda row: row.old, is_numeric=True),  # type: ignore[index]  # a StrEnum is its text
        Column("target", _("Target"), _target, sort=Briefing.target_on),
        Column("made", _("Made"), lambda row: row.made_at, sort=Briefing.made_at),
    ),
    filters=(Search((Briefing.title, Briefing.about)), _Serving(), _Archived()),
    key=Briefing.id,
    link=lambda row: url_for("briefings.material", briefing_id=row.id),
    default_sort="title",
    count=lambda number: ngettext("%(num)s material", "%(num)s materials", number),
    empty=Empty(
        _("No material yet"),
        _(
            "What officers and staff are told about the guidance, and what has become of the protocol: in versions that two people have "
            "read, issued to teams, acknowledged with numbers."
        ),
        _first_step,
    ),
    file_name="briefings",
)


def materials_listed(scope: Scope) -> Select[*tuple[Any, ...]]:
    """All material, as rows, with its version that holds and how many of the teams in sight from *scope* have it, and have an old one."""
    of = Edition.briefing_id == Briefing.id
    current = select(func.max(Edition.number)).where(of, Edition.state == State.APPROVED).scalar_subquery()
    drafts = select(func.count()).select_from(Edition).where(of, Edition.state == State.DRAFT).scalar_subquery()
    teams = select(func.count()).select_from(Issue).where(Issue.briefing_id == Briefing.id, STANDS, in_sight(scope))
    old = (
        select(func.count())
        .select_from(Issue)
        .join(Issue.edition)
        .where(Issue.briefing_id == Briefing.id, STANDS, in_sight(scope), is_old())
    )
    counts = (current.label("current"), drafts.label("drafts"), teams.scalar_subquery().label("teams"))
    own = (Briefing.id, Briefing.title, Briefing.target_percent, Briefing.target_on, Briefing.made_at)
    return select(*own, *counts, old.correlate(Briefing).scalar_subquery().label("old"))


def material_choices() -> list[tuple[str, str]]:
    rows = db.session.execute(select(Briefing.id, Briefing.title).order_by(func.lower(Briefing.title), Briefing.id))
    return [(str(briefing_id), title) for briefing_id, title in rows]


def standing_of_row(row: Any) -> Standing:
    ending = Ending(row.ending) if row.ending else None
    return standing_of(ending, is_old=row.is_old, is_acknowledged=row.is_acknowledged, due_on=row.due_on, today=today())


def _reached(row: Any) -> str:
    percent = share(row.reached, row.headcount)
    return str(gettext("%(reached)s of %(all)s, %(percent)s%%", reached=row.reached, all=row.headcount, percent=percent))


ISSUES = Listing(
    columns=(
        Column("where", _("Force and team"), lambda row: f"{area_name(row.area)}, {team_label(row.team, row.team_name)}", sort=Issue.area),
        Column("material", _("Material"), lambda row: row.title, sort=func.lower(Briefing.title)),
        Column("number", _("Version"), lambda row: row.number, sort=Edition.number, is_numeric=True),
        Column("state", _("State"), lambda row: standing_tag(standing_of_row(row))),
        Column("reached", _("People reached"), _reached),
        Column("issued", _("Issued on"), lambda row: row.issued_on, sort=Issue.issued_on),
        Column("due", _("To be acknowledged by"), lambda row: row.due_on, sort=Issue.due_on),
    ),
    filters=(
        Search((Briefing.title, Issue.team_name)),
        _Standing(),
        OneOf("material", _("Material"), material_choices, Issue.briefing_id, convert=UUID),
        OneOf("area", _("Force area"), [(slug, area.name) for slug, area in AREAS.items()], Issue.area),
        OneOf("team", _("Team"), [*TEAMS.items()], Issue.team),
        Between("due", _("To be acknowledged"), Issue.due_on),
    ),
    key=Issue.id,
    link=lambda row: url_for("briefings.issue", issue_id=row.id),
    default_sort="due",
    count=lambda number: ngettext("%(num)s issue", "%(num)s issues", number),
    empty=Empty(
        _("Nothing is issued yet"),
        _(
            "A version that is approved is issued to a team of a force, with the number of its people. "
            "The force then says how many were reached."
        ),
        lambda: (_("See the material"), url_for("briefings.index")),
    ),
    file_name="briefing-issues",
)


def issues_listed(scope: Scope) -> Select[*tuple[Any, ...]]:
    """The issues in sight from *scope* of material that is not archived, as rows."""
    own = (Issue.id, Issue.area, Issue.team, Issue.team_name, Issue.headcount, Issue.issued_on, Issue.due_on, Issue.ending)
    found = (is_old().label("is_old"), is_acknowledged().label("is_acknowledged"), reached().label("reached"))
    wanted = select(*own, Briefing.title, Edition.number, *found).select_from(Issue).join(Issue.edition).join(Issue.briefing)
    return wanted.where(in_sight(scope), Briefing.archived_at.is_(None))
