"""Campaigns, attached to the application."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask
from flask_babel import lazy_gettext as _
from markupsafe import Markup

from outreach.accounts.access import current_account
from outreach.campaigns.arithmetic import Gravity
from outreach.campaigns.labels import ASSESSMENT_STATES, ASSESSMENTS, GRAVITIES, GRAVITY_COLOURS, where_label
from outreach.campaigns.models import Assessment
from outreach.campaigns.routes import READERS, bp, campaigns, moves, parts, sections
from outreach.campaigns.rules import AssessmentKind, AssessmentState
from outreach.core.languages import LANGUAGES
from outreach.web.cells import Tag, page_cell
from outreach.web.language import language_name
from outreach.web.navigation import PLANNING, Section, add_section
from outreach.web.numbers import plain_number, pounds

VIEWS = (campaigns, parts, moves, sections)  # what their modules register; addresses that name a page more closely come first


def set_up_campaigns(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.filters.update(
        assessment=assessment_heading,
        cell=page_cell,
        gravity=gravity_tag,
        languages=language_names,
        number=plain_number,
        pounds=pounds,
        where=where_label,
    )
    add_section(app, Section(_("Campaigns"), "campaigns.index", PLANNING, is_shown=lambda: current_account().role in READERS))


def gravity_tag(gravity: Gravity) -> Markup:
    return Markup(page_cell(Tag(GRAVITIES[gravity], GRAVITY_COLOURS[gravity])))  # noqa: S704 - a component of govuk-frontend, which escapes


def assessment_heading(assessment: Assessment) -> Markup:
    """What it is about, and its state."""
    colour = "green" if assessment.state == AssessmentState.AGREED else "grey"
    tag = page_cell(Tag(ASSESSMENT_STATES[AssessmentState(assessment.state)], colour))
    return Markup("{} {}").format(ASSESSMENTS[AssessmentKind(assessment.about)], tag)


def language_names(tags: Iterable[str]) -> str:
    """Their names, in the order of the languages."""
    wanted = set(tags)
    return ", ".join(language_name(tag) for tag in LANGUAGES if tag in wanted)
