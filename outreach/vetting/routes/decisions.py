"""Deciding: what one person proposes, what another decides, what a third answers to an appeal, and whom to invite afterwards."""

from __future__ import annotations

from uuid import UUID

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, lazy_gettext
from flask_babel import gettext as _

from outreach.accounts.access import current_account, current_config, requires
from outreach.accounts.queries import find_names
from outreach.accounts.rules import EDITORS
from outreach.core.db import db
from outreach.partners.models import Organisation
from outreach.partners.rules import Stage
from outreach.vetting.deciding import answer_appeal, confirm, propose, send_back
from outreach.vetting.forms import CONFIRM, UPHOLD, AgainstForm, AppealAnswerForm, ApproveForm, DecideForm, OwnerForm
from outreach.vetting.labels import GROUNDS, KINDS, OWNERS
from outreach.vetting.models import Decision
from outreach.vetting.operations import VettingRefused
from outreach.vetting.queries import find_against, find_checks, find_proposal, has_owner
from outreach.vetting.routes import bp, find_in_sight, refused, to_organisation
from outreach.vetting.rules import AGAINST, PROPOSABLE, Ground, Kind, Owner, Refusal, checks_for
from outreach.web.forms import find_made, form_page


@bp.route("/<uuid:organisation_id>/propose/<kind>", methods=["GET", "POST"])
@requires(*EDITORS)
def proposal(organisation_id: UUID, kind: str) -> ResponseReturnValue:
    """Propose a decision; a second person makes it."""
    found = find_in_sight(organisation_id)
    if kind not in {Kind.APPROVE, *AGAINST}:
        abort(404)
    wanted = Kind(kind)
    form = ApproveForm() if wanted is Kind.APPROVE else AgainstForm()
    if isinstance(form, AgainstForm):
        form.suit(wanted)
    if wanted not in PROPOSABLE.get(Stage(found.stage), ()) and find_made(Decision, form) is None:
        return refused(organisation_id, VettingRefused(Refusal.STAGE))
    if form.validate_on_submit():
        about = {} if wanted is Kind.APPROVE else {"grounds": form.grounds.data, "words": form.words.data}
        about |= {"is_paused": form.is_paused.data} if "is_paused" in form else {}
        try:
            if find_made(Decision, form) is None:
                propose(found, form.form_key.data, wanted, by=current_account(), now=current_config().clock(), **about)
        except VettingRefused as error:
            return refused(organisation_id, error)
        db.session.commit()
        return to_organisation(organisation_id, _("Proposed. It counts when a second person decides so."))
    return form_page("vetting/propose.html", form=form, organisation=found, kind=wanted, title=KINDS[wanted])


@bp.route("/<uuid:organisation_id>/decide", methods=["GET", "POST"])
@requires(*EDITORS)
def decision(organisation_id: UUID) -> ResponseReturnValue:
    """A second person reads what the first has found, and decides."""
    found, me = find_in_sight(organisation_id), current_account()
    proposed = find_proposal(found.id)
    if proposed is None:
        return refused(organisation_id, VettingRefused(Refusal.NOTHING_PROPOSED))
    if proposed.proposed_by_id == me.id:
        return refused(organisation_id, VettingRefused(Refusal.SAME_PERSON))
    form = DecideForm(version=_version_of(proposed))
    if form.validate_on_submit():
        if form.version.data != _version_of(proposed):
            return refused(organisation_id, VettingRefused(Refusal.NOTHING_PROPOSED))
        try:
            said = _settle(found, proposed, form)
        except VettingRefused as error:
            return refused(organisation_id, error)
        db.session.commit()
        return to_organisation(organisation_id, said)
    shown = {"title": KINDS[Kind(proposed.kind)], "grounds": [GROUNDS[Ground(ground)] for ground in proposed.grounds]}
    shown |= {"checks": checks_for(found.profile), "made": find_checks(found.id), "names": find_names()}
    return form_page("vetting/decide.html", form=form, organisation=found, proposal=proposed, **shown)


@bp.route("/<uuid:organisation_id>/appeal", methods=["GET", "POST"])
@requires(*EDITORS)
def appeal(organisation_id: UUID) -> ResponseReturnValue:
    """Somebody who took no part answers an appeal."""
    found, me = find_in_sight(organisation_id), current_account()
    against = find_against(found)
    if against is None or against.appealed_at is None or against.appeal_at:
        return refused(organisation_id, VettingRefused(Refusal.NO_APPEAL))
    if me.id in (against.proposed_by_id, against.settled_by_id):
        return refused(organisation_id, VettingRefused(Refusal.SAME_PERSON))
    form = AppealAnswerForm()
    if form.validate_on_submit():
        try:
            is_upheld = form.verdict.data == UPHOLD
            answer_appeal(found, against, is_upheld=is_upheld, words=form.words.data, by=me, now=current_config().clock())
        except VettingRefused as error:
            return refused(organisation_id, error)
        db.session.commit()
        return to_organisation(organisation_id, _("The organisation was told by mail."))
    shown = {"grounds": [GROUNDS[Ground(ground)] for ground in against.grounds], "names": find_names()}
    return form_page("vetting/answer_appeal.html", form=form, organisation=found, against=against, **shown)


@bp.route("/<uuid:organisation_id>/owner", methods=["GET", "POST"])
@requires(*EDITORS)
def owner(organisation_id: UUID) -> ResponseReturnValue:
    """Propose an owner of a partner that has none who can sign in; a second person decides, and only then they are invited."""
    found, form = find_in_sight(organisation_id), OwnerForm()
    if found.stage != Stage.APPROVED and find_made(Decision, form) is None:
        return refused(organisation_id, VettingRefused(Refusal.STAGE))
    if form.validate_on_submit():
        about = {"words": form.words.data, "address": form.address.data, "by": current_account(), "now": current_config().clock()}
        try:
            if find_made(Decision, form) is None:
                propose(found, form.form_key.data, Kind.NEW_OWNER, **about)
        except VettingRefused as error:
            if error.refusal is not Refusal.ADDRESS:
                return refused(organisation_id, error)
            db.session.rollback()
            form.refuse(
                form.address, _("This address belongs to somebody with another task here, or cannot have an account. Enter another one")
            )
            return form_page("vetting/owner.html", form=form, organisation=find_in_sight(organisation_id))
        db.session.commit()
        return to_organisation(organisation_id, _("Proposed. It counts when a second person decides so."))
    if has_owner(found.id):
        return refused(organisation_id, VettingRefused(Refusal.HAS_OWNER))
    return form_page("vetting/owner.html", form=form, organisation=found)


def _settle(found: Organisation, proposed: Decision, form: DecideForm) -> str | LazyString:
    """Decide as the form says; returns what is to be told. Raises VettingRefused."""
    by, now = current_account(), current_config().clock()
    if form.verdict.data != CONFIRM:
        send_back(found, proposed, remark=form.remark.data, by=by, now=now)
        return lazy_gettext("The proposal is not followed. It can be looked at again.")
    came = confirm(found, proposed, by=by, now=now)
    if proposed.kind == Kind.NEW_OWNER:
        said = {
            Owner.INVITED: lazy_gettext("They are invited by mail."),
            Owner.ADDED: lazy_gettext("They have an account already, and are an owner now."),
        }
        return said[came or Owner.INVITED]
    if came is None:
        return lazy_gettext("Decided. The organisation was told by mail, with the reasons and how it can appeal.")
    return lazy_gettext("Approved, and told by mail. %(next)s", next=OWNERS[came])


def _version_of(proposed: Decision) -> str:
    return f"{proposed.id}/{proposed.version}"
