"""Evidence for a commitment: added, and struck."""

from __future__ import annotations

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from outreach.accounts.access import current_account, current_config, requires
from outreach.accounts.rules import EDITORS
from outreach.commitments.forms import EvidenceForm, WithdrawForm
from outreach.commitments.labels import REFUSALS
from outreach.commitments.models import Evidence
from outreach.commitments.operations import CommitmentRefused, add_evidence, withdraw_evidence
from outreach.commitments.queries import UnknownCommitment, get_evidence
from outreach.commitments.routes import bp
from outreach.commitments.routes.register import get_row
from outreach.commitments.rules import may_withdraw
from outreach.core.db import db
from outreach.web.forms import find_made, form_page


@bp.route("/<key>/evidence", methods=["GET", "POST"])
@requires(*EDITORS)
def add(key: str) -> ResponseReturnValue:
    """Say what was done for the commitment, with what shows it."""
    commitment, me = get_row(key), current_account()
    form = EvidenceForm()
    form.offer(me)
    if form.validate_on_submit():
        try:
            piece = find_made(Evidence, form) or add_evidence(
                commitment, form.form_key.data, by=me, now=current_config().clock(), **form.values()
            )
        except CommitmentRefused as refused:
            form.refuse_for(refused)
            return form_page("commitments/evidence.html", form=form, commitment=commitment)
        db.session.commit()
        flash(_("Added as %(ref)s. Progress updates refer to it by this number.", ref=piece.ref), "success")
        return redirect(url_for(".commitment", key=key), 303)
    return form_page("commitments/evidence.html", form=form, commitment=commitment)


@bp.route("/evidence/<ref>/withdraw", methods=["GET", "POST"])
@requires(*EDITORS)
def withdraw(ref: str) -> ResponseReturnValue:
    """Strike a piece of evidence, with the reason."""
    me = current_account()
    try:
        piece = get_evidence(ref, scope=me.scope, is_locked=request.method == "POST")
    except UnknownCommitment:
        abort(404)
    if not may_withdraw(me.part, piece.places, is_adder=piece.added_by_id == me.id):
        abort(403)
    form = WithdrawForm()
    if form.validate_on_submit():
        try:
            withdraw_evidence(piece, reason=form.reason.data, by=me, now=current_config().clock())
        except CommitmentRefused as refused:
            flash(REFUSALS[refused.refusal], "error")
            return redirect(url_for(".commitment", key=piece.commitment.key), 303)
        db.session.commit()
        flash(_("%(ref)s is withdrawn. It stays on the page, struck through, with your reason.", ref=ref), "success")
        return redirect(url_for(".commitment", key=piece.commitment.key), 303)
    return form_page("commitments/withdraw.html", form=form, piece=piece)
