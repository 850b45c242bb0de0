"""Events, attached to the application."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _

from outreach.accounts.access import current_account
from outreach.core.db import id_text
from outreach.events.labels import (
    ATTENDS,
    KINDS,
    NEED_COLOURS,
    NEEDS,
    PLACES,
    ROLES,
    area_label,
    hours_text,
    notable_label,
    reason_label,
    time_text,
    times_text,
)
from outreach.events.notable import source_of
from outreach.events.routes import READERS, bp, calendar, changing, events, feed, records, sheets
from outreach.events.rules import Need
from outreach.events.sheet_forms import VERDICT_COLOURS, VERDICTS
from outreach.web.cells import Tag
from outreach.web.navigation import PLANNING, Section, add_section

VIEWS = (calendar, events, changing, records, sheets)  # what their modules register


def set_up_events(app: Flask) -> None:
    app.register_blueprint(bp)
    app.register_blueprint(feed.feed_bp)
    app.jinja_env.filters.update(
        attends=ATTENDS.__getitem__,
        event_area=area_label,
        event_kind=KINDS.__getitem__,
        event_role=ROLES.__getitem__,
        need=need_tag,
        row_verdict=lambda verdict: Tag(VERDICTS[verdict], VERDICT_COLOURS[verdict]),
        id_text=id_text,
        notable=notable_label,
        notable_source=source_of,
        reason=reason_label,
        wall=time_text,
        whereabouts=PLACES.__getitem__,
    )
    app.jinja_env.globals.update(event_times=times_text, hours=hours_text)
    add_section(
        app, Section(_("Events"), "events.index", PLANNING, is_shown=lambda: current_account().role in READERS, also=("programme",))
    )


def need_tag(need: str) -> Tag:
    """How far an interpreter is found."""
    return Tag(NEEDS[Need(need)], NEED_COLOURS[Need(need)])
