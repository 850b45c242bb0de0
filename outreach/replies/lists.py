"""Every answer to what was heard as a list."""

from __future__ import annotations

from flask import url_for
from flask_babel import lazy_gettext as _
from flask_babel import ngettext

from outreach.core.areas import AREAS
from outreach.outcomes.labels import THEMES
from outreach.outcomes.rules import Theme
from outreach.replies.labels import STATE_COLOURS, STATES
from outreach.replies.models import Reply
from outreach.replies.rules import State
from outreach.web.cells import Tag
from outreach.web.filters import OneOf, Search
from outreach.web.listing import Column, Empty, Listing


def state_tag(state: str) -> Tag:
    return Tag(STATES[State(state)], STATE_COLOURS[State(state)])


REPLIES = Listing(
    columns=(
        Column("area", _("Area and number"), lambda reply: f"{AREAS[reply.area].name} {reply.number}", sort=Reply.area),
        Column("state", _("State"), lambda reply: state_tag(reply.state), sort=Reply.state),
        Column("themes", _("What was heard"), lambda reply: "; ".join(str(THEMES[Theme(one)]) for one in reply.themes)),
        Column("written", _("Written"), lambda reply: reply.written_at, sort=Reply.written_at),
        Column("published", _("Published"), lambda reply: reply.published_at, sort=Reply.published_at),
    ),
    filters=(
        Search((Reply.heard, Reply.done)),
        OneOf("state", _("State"), [*STATES.items()], Reply.state),
        OneOf("area", _("Force area"), [(slug, area.name) for slug, area in AREAS.items()], Reply.area),
    ),
    key=Reply.id,
    link=lambda reply: url_for("replies.reply", reply_id=reply.id),
    default_sort="-written",
    count=lambda number: ngettext("%(num)s answer", "%(num)s answers", number),
    empty=Empty(
        _("No answers yet"),
        _("People who tell the police something at an event are told what became of it: what was heard, and what was done."),
    ),
    file_name="you-said-we-did",
)
