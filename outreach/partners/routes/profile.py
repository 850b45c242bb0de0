"""An organisation's own profile: what stands, what waits, and changing it section by section; and saying that all is still true."""

from __future__ import annotations

from types import SimpleNamespace

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from outreach.accounts.access import current_account, current_config, requires
from outreach.accounts.rules import Role
from outreach.core.db import db
from outreach.partners.access import current_membership
from outreach.partners.labels import REFUSALS
from outreach.partners.models import Organisation
from outreach.partners.queries import find_consents, find_latest_decided
from outreach.partners.revising import Proposed, find_pending, propose, take_back, wanted_profile
from outreach.partners.routes.pages import own_bp as bp
from outreach.partners.rules import Consent, PartnerRefused
from outreach.partners.sections import PUBLIC_FIELDS, SECTIONS, described
from outreach.partners.verifying import Way, confirm
from outreach.web.conflicts import conflict_page
from outreach.web.forms import form_page


@bp.get("/profile")
@requires(Role.PARTNER)
def profile() -> ResponseReturnValue:
    organisation = current_membership().organisation
    pending = find_pending(organisation.id)
    wanted = wanted_profile(organisation, pending)
    rows = {key: described(organisation.profile, section.fields) for key, section in SECTIONS.items()}
    news = {name: lines for key, section in SECTIONS.items() for name, _label, lines in described(wanted, section.fields)}
    return render_template(
        "partners/profile.html",
        organisation=organisation,
        pending=pending,
        decided=None if pending else find_latest_decided(organisation.id),
        parts=SECTIONS,
        rows=rows,
        waiting={name: news[name] for name in (pending.changes if pending else ())},
        public=frozenset(PUBLIC_FIELDS),
        is_listed=Consent.LISTED in find_consents(organisation.id),
    )


@bp.route("/profile/<key>", methods=["GET", "POST"])
@requires(Role.PARTNER)
def section(key: str) -> ResponseReturnValue:
    """Change a section. It begins with what waits, where something does."""
    found = SECTIONS.get(key) or abort(404)
    organisation = current_membership().organisation
    pending = find_pending(organisation.id)
    wanted = wanted_profile(organisation, pending)
    seen, data = SimpleNamespace(version=f"{organisation.version}.{pending.version if pending else 0}"), found.data_of(wanted)
    form = found.edit_form_of(seen, wanted)
    if form.validate_on_submit():
        if form.is_stale(seen, **data):
            return conflict_page(form, seen, **data)
        before = organisation.profile
        proposed = propose(organisation, found.apply(form, wanted), by=current_account(), now=current_config().clock())
        is_changed = wanted != wanted_profile(organisation, find_pending(organisation.id)) or before != organisation.profile
        db.session.commit()
        _tell(proposed, is_changed=is_changed)
        return redirect(url_for(".profile", _anchor=key), 303)
    return form_page("partners/section.html", form=form, section=found, organisation=organisation)


@bp.post("/profile/take-back")
@requires(Role.PARTNER)
def take_change_back() -> ResponseReturnValue:
    """What waits is not wanted any more."""
    organisation = current_membership().organisation
    try:
        take_back(organisation, by=current_account(), now=current_config().clock())
    except PartnerRefused as refused:
        db.session.rollback()
        flash(REFUSALS[refused.refusal], "error")
    else:
        db.session.commit()
        flash(_("Taken back. What is approved stays as it is."), "success")
    return redirect(url_for(".profile"), 303)


@bp.route("/still-true", methods=["GET", "POST"])
@requires(Role.PARTNER)
def still_true() -> ResponseReturnValue:
    """What stands, to be read and confirmed by somebody who is signed in."""
    organisation = current_membership().organisation
    if request.method == "POST":
        confirm(organisation, way=Way.MEMBER, by=current_account(), now=current_config().clock())
        db.session.commit()
        flash(_("Thank you. What stands about you is confirmed as of today."), "success")
        return redirect(url_for(".index"), 303)
    return render_template("partners/still_true.html", organisation=organisation, rows=all_rows(organisation))


def all_rows(organisation: Organisation) -> list[tuple[object, list[object]]]:
    """The sections of a profile with what stands in each."""
    profile = organisation.profile
    return [(section.title, list(described(profile, section.fields))) for section in SECTIONS.values()]


def _tell(proposed: Proposed, *, is_changed: bool) -> None:
    if not is_changed:
        flash(_("Nothing was different."), "success")
    elif proposed.waiting:
        flash(_("Saved. The programme looks at it; until then everybody sees what was approved before."), "success")
    else:
        flash(_("Saved. It is so from now on."), "success")
