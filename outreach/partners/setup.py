"""Partner organisations, attached to the application."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _
from markupsafe import Markup

from outreach.accounts.access import current_account
from outreach.accounts.rules import EDITORS, STAFF
from outreach.core.areas import AREAS
from outreach.partners.labels import (
    CONSENTS,
    FIELDS,
    KINDS,
    PURPOSES,
    RIGHTS,
    STAGE_COLOURS,
    STAGES,
    USE_NAMES,
    VERIFICATION_COLOURS,
    VERIFICATIONS,
)
from outreach.partners.lists import length, money, payment_tag, revision_tag
from outreach.partners.models import Organisation
from outreach.partners.queries import count_pending
from outreach.partners.routes import bp, care, confirm_bp, confirming, filling, keeping, links, profile, starting
from outreach.partners.routes.pages import care_bp, still_true_bp
from outreach.partners.rules import Consent, Kind, Purpose, Stage, Use, Verification
from outreach.web.cells import Tag, page_cell
from outreach.web.forms import csrf
from outreach.web.navigation import HELP, Section, add_section

VIEWS = (care, confirming, filling, keeping, links, profile, starting)  # what their modules register


def set_up_partners(app: Flask) -> None:
    for each in (bp, confirm_bp, care_bp, still_true_bp):
        app.register_blueprint(each)
    csrf.exempt(still_true_bp)  # the signed address is the key; nobody is signed in there
    app.jinja_env.filters.update(
        organisation_kind=lambda kind: KINDS[Kind(kind)],
        organisation_stage=_stage_tag,
        partner_field=lambda name: FIELDS[name],
        consent=lambda consent: CONSENTS[Consent(consent)],
        member_right=lambda is_owner: RIGHTS[is_owner],
        verification=_verification_tag,
        revision_state=lambda state: Markup(page_cell(revision_tag(state))),  # noqa: S704 - a component, which escapes
        payment_state=lambda hours: Markup(page_cell(payment_tag(hours))),  # noqa: S704 - a component, which escapes
        purpose_of_hours=lambda purpose: PURPOSES[Purpose(purpose)],
        file_use=lambda use: USE_NAMES[Use(use)],
        force_area=lambda slug: AREAS[slug].name,
        in_hours=length,
        in_pounds=money,
    )
    add_section(app, Section(_("Changes by partners"), "care.revisions", HELP, is_shown=_is_staff, count=_count))


def _is_staff() -> bool:
    return current_account().role in STAFF


def _count() -> int:
    me = current_account()
    return count_pending(me.scope) if me.role in EDITORS else 0


def _verification_tag(verification: Verification) -> Markup:
    return Markup(page_cell(Tag(VERIFICATIONS[verification], VERIFICATION_COLOURS[verification])))  # noqa: S704 - a component, which escapes


def _stage_tag(organisation: Organisation) -> Markup:
    stage = Stage(organisation.stage)
    return Markup(page_cell(Tag(STAGES[stage], STAGE_COLOURS[stage])))  # noqa: S704 - a component of govuk-frontend, which escapes
