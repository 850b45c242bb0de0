"""Vetting, attached to the application."""

from __future__ import annotations

from flask import Flask, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from markupsafe import Markup

from outreach.accounts.access import current_account
from outreach.accounts.consequences import Consequence, add_consequence
from outreach.accounts.models import Account
from outreach.accounts.rules import EDITORS, STAFF
from outreach.partners.labels import CONSENTS, RIGHTS
from outreach.partners.queries import find_membership
from outreach.partners.rules import Consent, Stage
from outreach.vetting.labels import FINDING_COLOURS, FINDING_WORDS, GROUNDS, ITEMS, KINDS
from outreach.vetting.organisations_list import stage_tag, verification_tag, where_text
from outreach.vetting.queries import count_waiting, has_owner
from outreach.vetting.routes import agreements, agreements_bp, applications, applications_bp, bp, checks, decisions, organisations
from outreach.vetting.rules import Check, Finding, Ground, Item, Kind
from outreach.web.cells import Tag, page_cell
from outreach.web.navigation import HELP, Section, add_section

VIEWS = (organisations, checks, decisions, applications, agreements)  # what their modules register


def set_up_vetting(app: Flask) -> None:
    for blueprint in (bp, applications_bp, agreements_bp):
        app.register_blueprint(blueprint)
    app.jinja_env.filters.update(
        check_label=check_label,
        decision_kind=lambda kind: KINDS[Kind(kind)],
        finding=lambda finding: _tag(Tag(FINDING_WORDS[Finding(finding)], FINDING_COLOURS[Finding(finding)])),
        ground=lambda ground: GROUNDS[Ground(ground)],
        organisation_consent=lambda consent: CONSENTS[Consent(consent)],
        organisation_right=lambda is_owner: RIGHTS[is_owner],
        organisation_standing=lambda organisation: _tag(stage_tag(organisation)),
        organisation_verification=lambda organisation: _tag(verification_tag(organisation)),
        organisation_where=where_text,
    )
    add_consequence(app, find_last_owner)
    add_section(app, Section(_("Partners"), "vetting.index", HELP, is_shown=_is_shown, count=_count))


def check_label(check: Check) -> object:
    """'Entry in a register: GB-CHC-1234567', 'Reference 2', 'Safeguarding'."""
    if not check.about:
        return ITEMS[check.item]
    words = _("%(item)s: %(about)s") if check.item is Item.REGISTER else _("%(item)s %(about)s")
    return str(words) % {"item": ITEMS[check.item], "about": check.about}


def find_last_owner(account: Account) -> Consequence | None:
    """What follows where *account* is the last owner of a partner who can sign in."""
    member = find_membership(account.id)
    if member is None or not member.is_owner or member.organisation.stage != Stage.APPROVED:
        return None
    if has_owner(member.organisation_id, but=account.id):
        return None
    name = member.organisation.name
    text = gettext(
        "Nobody else is an owner of %(organisation)s and can sign in. Without an owner nobody there can confirm what stands, withdraw "
        "what was agreed to, or leave. Unless there is danger, ask the organisation first: an owner can make another member an owner "
        "under “Members”. Afterwards two people of the programme can invite a new owner.",
        organisation=name,
    )
    url = url_for("vetting.organisation", organisation_id=member.organisation_id)
    return Consequence(text, url, gettext("Look at %(organisation)s", organisation=name))


def _tag(tag: Tag | None) -> Markup:
    return Markup(page_cell(tag))  # noqa: S704 - a component of govuk-frontend, which escapes


def _is_shown() -> bool:
    return current_account().role in STAFF


def _count() -> int:
    """How many organisations wait for this reader."""
    me = current_account()
    return count_waiting(me) if me.role in EDITORS else 0
