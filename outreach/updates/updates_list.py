"""Progress updates as a list."""

from __future__ import annotations

from flask import url_for
from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from sqlalchemy import Select, func, select

from outreach.accounts.access import current_account
from outreach.updates.labels import COLOURS, STATES
from outreach.updates.models import ProgressUpdate
from outreach.updates.rules import State, may_write
from outreach.web.cells import Tag
from outreach.web.filters import Between, OneOf, Search
from outreach.web.listing import Column, Empty, Listing


def state_tag(state: str) -> Tag:
    return Tag(STATES[State(state)], COLOURS[State(state)])


def _first_step() -> tuple[str, str] | None:
    is_writer = may_write(current_account().part, is_owner=False)
    return (_("Begin a progress update"), url_for("updates.new")) if is_writer else None


UPDATES = Listing(
    columns=(
        Column("title", _("Title"), lambda one: one.title, sort=func.lower(ProgressUpdate.title)),
        Column("to", _("To"), lambda one: f"{one.addressee_name}, {one.addressee_body}", sort=func.lower(ProgressUpdate.addressee_body)),
        Column("state", _("State"), lambda one: state_tag(one.state), sort=ProgressUpdate.state),
        Column("dated", _("Date"), lambda one: one.dated_on, sort=ProgressUpdate.dated_on),
        Column("frozen", _("Frozen"), lambda one: one.frozen_at, sort=ProgressUpdate.frozen_at),
        Column("digest", _("SHA-256"), lambda one: f"{one.digest[:8]}…" if one.digest else None),
    ),
    filters=(
        Search((ProgressUpdate.title, ProgressUpdate.addressee_name, ProgressUpdate.addressee_body, ProgressUpdate.digest)),
        OneOf("state", _("State"), [*STATES.items()], ProgressUpdate.state),
        Between("dated", _("Date"), ProgressUpdate.dated_on),
    ),
    key=ProgressUpdate.id,
    link=lambda one: url_for("updates.update", update_id=one.id),
    default_sort="-dated",
    count=lambda number: ngettext("%(num)s progress update", "%(num)s progress updates", number),
    empty=Empty(
        _("No progress update yet"),
        _("A letter about what was promised, done and not done, with evidence behind each figure. It begins with what the register says."),
        _first_step,
    ),
    file_name="progress-updates",
)  # fmt: skip


def all_updates() -> Select[ProgressUpdate]:
    return select(ProgressUpdate)
