"""Partner organisations, attached to the application."""

from __future__ import annotations

from flask import Flask
from markupsafe import Markup

from outreach.partners.labels import KINDS, STAGE_COLOURS, STAGES
from outreach.partners.models import Organisation
from outreach.partners.routes import bp, confirm_bp, confirming, filling, starting
from outreach.partners.rules import Kind, Stage
from outreach.web.cells import Tag, page_cell

VIEWS = (confirming, filling, starting)  # what their modules register


def set_up_partners(app: Flask) -> None:
    app.register_blueprint(bp)
    app.register_blueprint(confirm_bp)
    app.jinja_env.filters.update(
        organisation_kind=lambda kind: KINDS[Kind(kind)],
        organisation_stage=_stage_tag,
    )


def _stage_tag(organisation: Organisation) -> Markup:
    stage = Stage(organisation.stage)
    return Markup(page_cell(Tag(STAGES[stage], STAGE_COLOURS[stage])))  # noqa: S704 - a component of govuk-frontend, which escapes
