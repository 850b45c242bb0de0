"""Coverage, attached to the application."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _
from markupsafe import Markup

from outreach.accounts.access import current_account
from outreach.accounts.rules import STAFF
from outreach.coverage.labels import GAP_COLOURS, GAP_KINDS, LEVEL_COLOURS, LEVELS, STEPS, confirmed_of, reasons_of, told, tongues
from outreach.coverage.routes import bp, coverage
from outreach.coverage.rules import GapKind, Level
from outreach.directory.labels import CAPACITIES, MODES, STANDINGS
from outreach.web.cells import Tag, page_cell
from outreach.web.navigation import HELP, Section, add_section

VIEWS = (coverage,)  # what its module registers


def set_up_coverage(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.filters.update(
        gap_kind=lambda kind: _tag(Tag(GAP_KINDS[GapKind(kind)], GAP_COLOURS[GapKind(kind)])),
        gap_reasons=reasons_of,
        gap_step=STEPS.__getitem__,
        coverage_number=told,
        coverage_level=lambda level: _tag(Tag(LEVELS[Level(level)], LEVEL_COLOURS[Level(level)])),
        coverage_tongues=tongues,
        coverage_confirmed=lambda row: confirmed_of(row.confirmed, row.services),
        coverage_mode=MODES.__getitem__,
        coverage_room=CAPACITIES.__getitem__,
        coverage_runner=STANDINGS.__getitem__,
    )
    add_section(app, Section(_("Coverage"), "coverage.index", HELP, is_shown=lambda: current_account().role in STAFF))


def _tag(tag: Tag) -> Markup:
    return Markup(page_cell(tag))  # noqa: S704 - a component of govuk-frontend, which escapes
