"""Looking at an application: the checklist, registers, questions to the organisation, and stepping back."""

from __future__ import annotations

from uuid import UUID

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from outreach.accounts.access import current_account, current_config, requires
from outreach.accounts.rules import EDITORS
from outreach.core.db import db
from outreach.partners.models import Organisation
from outreach.partners.rules import Regulator, Stage
from outreach.partners.sections import described
from outreach.vetting.forms import AskForm, CheckForm
from outreach.vetting.labels import ITEMS, REGISTERS_TO_LOOK_IN, WHAT_TO_DO
from outreach.vetting.models import Question
from outreach.vetting.operations import VettingRefused, ask, check_vetter, record_check, record_entry, step_back, take_question_back
from outreach.vetting.queries import find_checks, find_entries, find_question
from outreach.vetting.registers import LookupFailed, ask_register, can_ask, page_of
from outreach.vetting.routes import bp, find_in_sight, refused, to_organisation
from outreach.vetting.rules import Check, Item, Refusal, checks_for
from outreach.web.forms import find_made, form_page


@bp.route("/<uuid:organisation_id>/checks/<path:key>", methods=["GET", "POST"])
@requires(*EDITORS)
def check(organisation_id: UUID, key: str) -> ResponseReturnValue:
    """Write down what was found at one item of the checklist."""
    found = find_in_sight(organisation_id)
    wanted = _wanted(found, key)
    if found.stage != Stage.APPLIED:
        return refused(organisation_id, VettingRefused(Refusal.STAGE))
    form = CheckForm(obj=find_checks(found.id).get(key))
    form.suit(wanted.item)
    if form.validate_on_submit():
        try:
            by, now = current_account(), current_config().clock()
            record_check(found, wanted, form.finding.data, **form.values(), by=by, now=now)
        except VettingRefused as error:
            return refused(organisation_id, error)
        db.session.commit()
        return to_organisation(organisation_id, _("Written down, in your name and with today's date."))
    entries = find_entries([wanted.about]) if wanted.item is Item.REGISTER else {}
    return form_page(
        "vetting/check.html",
        form=form,
        organisation=found,
        check=wanted,
        title=ITEMS[wanted.item],
        advice=WHAT_TO_DO[wanted.item],
        register=REGISTERS_TO_LOOK_IN[Regulator(found.profile.regulator)] if wanted.item is Item.ADVICE and found.profile.regulator else "",
        said=described(found.profile, ("regulator", "adviser_number", "advice_level")) if wanted.item is Item.ADVICE else [],
        entry=entries.get(wanted.about),
        register_url=page_of(wanted.about) if wanted.item is Item.REGISTER else "",
        can_ask=wanted.item is Item.REGISTER and can_ask(wanted.about, current_config()),
    )


@bp.post("/<uuid:organisation_id>/look-up/<org_id>")
@requires(*EDITORS)
def look_up(organisation_id: UUID, org_id: str) -> ResponseReturnValue:
    """Ask the register of the Charity Commission. What it answers is kept with the time; a person compares.

    While the register is asked, which may take seconds, nothing is locked.
    """
    config = current_config()
    found = find_in_sight(organisation_id)
    if org_id not in found.profile.identifiers or not can_ask(org_id, config):
        abort(404)
    try:
        check_vetter(found, current_account())
        db.session.rollback()
        entry = ask_register(org_id, config)
        found = find_in_sight(organisation_id)
        record_entry(found, org_id, entry, by=current_account(), now=config.clock())
    except LookupFailed:
        return to_organisation(organisation_id, _("The register could not be asked. Look the number up by hand, with the link."), "error")
    except VettingRefused as error:
        return refused(organisation_id, error)
    db.session.commit()
    said = (
        _("The register has answered. Compare the name, then write down what you found.")
        if entry.name
        else _("The register does not know this number.")
    )
    return to_organisation(organisation_id, said)


@bp.route("/<uuid:organisation_id>/ask", methods=["GET", "POST"])
@requires(*EDITORS)
def question(organisation_id: UUID) -> ResponseReturnValue:
    """Ask the organisation for one section again, by mail."""
    found, form = find_in_sight(organisation_id), AskForm()
    if found.stage != Stage.APPLIED:
        return refused(organisation_id, VettingRefused(Refusal.STAGE))
    if form.validate_on_submit():
        try:
            if find_made(Question, form) is None:
                by, now = current_account(), current_config().clock()
                ask(found, form.form_key.data, form.section.data, form.words.data, by=by, now=now)
        except VettingRefused as error:
            return refused(organisation_id, error)
        db.session.commit()
        return to_organisation(organisation_id, _("Asked by mail. The days until it answers do not count."))
    return form_page("vetting/ask.html", form=form, organisation=found)


@bp.post("/<uuid:organisation_id>/questions/<uuid:question_id>/take-back")
@requires(*EDITORS)
def take_back_question(organisation_id: UUID, question_id: UUID) -> ResponseReturnValue:
    found = find_in_sight(organisation_id)
    asked = find_question(question_id, found.id)
    if asked is None:
        abort(404)
    try:
        take_question_back(found, asked, by=current_account(), now=current_config().clock())
    except VettingRefused as error:
        return refused(organisation_id, error)
    db.session.commit()
    return to_organisation(organisation_id, _("The question is taken back. Its link says so."))


@bp.route("/<uuid:organisation_id>/step-back", methods=["GET", "POST"])
@requires(*EDITORS)
def back(organisation_id: UUID) -> ResponseReturnValue:
    """Say that one has a tie to the organisation, and take no part any more."""
    found = find_in_sight(organisation_id)
    if request.method == "POST":
        step_back(found, by=current_account(), now=current_config().clock())
        db.session.commit()
        return to_organisation(organisation_id, _("You have stepped back. Others decide about this organisation."))
    return render_template("vetting/step_back.html", organisation=found)


def _wanted(found: Organisation, key: str) -> Check:
    """The item of the checklist, or 404."""
    wanted = next((check for check in checks_for(found.profile) if check.key == key), None)
    if wanted is None:
        abort(404)
    return wanted
