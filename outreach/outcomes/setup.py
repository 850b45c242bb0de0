"""What came of events, attached to the application."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _

from outreach.accounts.access import current_account
from outreach.events.routes import READERS
from outreach.outcomes.labels import QUALITIES, QUALITY_COLOURS, REFUSALS, SPLITS, THEMES, count_label
from outreach.outcomes.models import Outcome
from outreach.outcomes.routes import bp, outcomes
from outreach.outcomes.rules import Quality, Split, Theme
from outreach.web.cells import Tag
from outreach.web.language import language_name
from outreach.web.navigation import LISTENING, Section, add_section

VIEWS = (outcomes,)  # what their modules register


def set_up_outcomes(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.filters.update(
        count_of_people=count_label,
        groups_of_people=groups_text,
        material_given=material_text,
        outcome_refusal=REFUSALS.__getitem__,
        heard=lambda theme: THEMES[Theme(theme)],
        quality=lambda quality: Tag(QUALITIES[Quality(quality)], QUALITY_COLOURS[Quality(quality)]),
        split=lambda split: SPLITS[Split(split)],
    )
    add_section(app, Section(_("What was heard"), "outcomes.index", LISTENING, is_shown=lambda: current_account().role in READERS))


def groups_text(outcome: Outcome) -> str:
    """'Polish: 12; Urdu: fewer than five'."""
    names = [language_name(one.name) if outcome.split == Split.LANGUAGE else one.name for one in outcome.groups]
    return "; ".join(f"{name}: {count_label(one.count)}" for name, one in zip(names, outcome.groups, strict=True))


def material_text(outcome: Outcome) -> str:
    return "; ".join(f"{language_name(one.language)}: {count_label(one.count)}" for one in outcome.handed)
