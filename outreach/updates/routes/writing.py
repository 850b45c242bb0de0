"""Writing a progress update: the list, a new one, its frame, its sections, and the organisations that it speaks of."""

from __future__ import annotations

from uuid import UUID

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from outreach.accounts.access import current_account, current_config, requires
from outreach.accounts.queries import find_names
from outreach.accounts.rules import EDITORS, STAFF
from outreach.commitments.queries import list_commitments
from outreach.updates.assembling import assemble, find_unnamed
from outreach.updates.forms import CommitmentsForm, NewPartyForm, NewUpdateForm, PartyForm, SectionForm, UpdateForm
from outreach.updates.labels import REFUSALS
from outreach.updates.models import ProgressUpdate, UpdateParty
from outreach.updates.operations import (
    UpdateRefused,
    begin_update,
    change_party,
    change_section,
    change_update,
    choose_commitments,
    record_party,
)
from outreach.updates.queries import UnknownUpdate, find_pieces, has_written, party_of, section_of
from outreach.updates.routes import bp, done, find_update, find_writable
from outreach.updates.rules import State, find_blockers, may_review, may_write
from outreach.updates.updates_list import UPDATES, all_updates
from outreach.web.conflicts import conflict_page
from outreach.web.forms import find_made, form_page


@bp.get("")
@requires(*STAFF)
def index() -> ResponseReturnValue:
    return UPDATES.answer("updates/index.html", all_updates(), may_begin=may_write(current_account().part, is_owner=False))


@bp.get("/<uuid:update_id>")
@requires(*STAFF)
def update(update_id: UUID) -> ResponseReturnValue:
    """Where an update stands: what is in it, what has to be mended, what was said of it, and the next step."""
    found, me = find_update(update_id), current_account()
    is_open = found.state in (State.DRAFT, State.REVIEW)
    blockers = find_blockers(assemble(found), unnamed=find_unnamed(found)) if is_open else []
    return render_template(
        "updates/update.html",
        update=found,
        blockers=blockers,
        names=find_names(),
        may_write=may_write(me.part, is_owner=found.owner_id == me.id),
        may_review=may_review(me.part),
        has_written=has_written(found.id, me.id),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(*EDITORS)
def new() -> ResponseReturnValue:
    me = current_account()
    if not may_write(me.part, is_owner=False):
        abort(403)
    form = NewUpdateForm()
    if form.validate_on_submit():
        if find_made(ProgressUpdate, form) is None:
            chosen = [row for row in list_commitments() if row.key in form.commitments.data]
            begin_update(form.form_key.data, form.values(), chosen, by=me, now=current_config().clock())
        return done(form.form_key.data, _("Begun, with what the register says. Go through each commitment and write what it does not."))
    return form_page("updates/edit.html", form=form, update=None)


@bp.route("/<uuid:update_id>/edit", methods=["GET", "POST"])
@requires(*EDITORS)
def edit(update_id: UUID) -> ResponseReturnValue:
    """What stands around the sections."""
    found = find_writable(update_id)
    form = UpdateForm.of(found)
    if form.validate_on_submit():
        if form.is_stale(found):
            return conflict_page(form, found)
        try:
            is_changed = change_update(found, form.values(), by=current_account(), now=current_config().clock())
        except UpdateRefused as error:
            form.refuse(form.title, REFUSALS[error.refusal])
            return form_page("updates/edit.html", form=form, update=found)
        return done(update_id, _("Saved.") if is_changed else _("Nothing was different."))
    return form_page("updates/edit.html", form=form, update=found)


@bp.route("/<uuid:update_id>/commitments", methods=["GET", "POST"])
@requires(*EDITORS)
def commitments(update_id: UUID) -> ResponseReturnValue:
    """Which commitments the document is about."""
    found = find_writable(update_id)
    form = CommitmentsForm(commitments=[section.commitment.key for section in found.sections if not section.is_left_out])
    if form.validate_on_submit():
        chosen = [row for row in list_commitments() if row.key in form.commitments.data]
        try:
            is_changed = choose_commitments(found, chosen, by=current_account(), now=current_config().clock())
        except UpdateRefused as error:
            form.refuse(form.commitments, REFUSALS[error.refusal])
            return form_page("updates/commitments.html", form=form, update=found)
        return done(update_id, _("Saved.") if is_changed else _("Nothing was different."))
    return form_page("updates/commitments.html", form=form, update=found)


@bp.route("/<uuid:update_id>/sections/<key>", methods=["GET", "POST"])
@requires(*EDITORS)
def section(update_id: UUID, key: str) -> ResponseReturnValue:
    """What is said of one commitment, and the evidence for it."""
    found = find_writable(update_id)
    try:
        part = section_of(found, key)
    except UnknownUpdate:
        abort(404)
    pieces, data = find_pieces([part.commitment_id])[part.commitment_id], SectionForm.values_of(part)
    form = SectionForm.of(part, **data)
    form.offer(pieces)
    if form.validate_on_submit():
        if form.is_stale(part):
            return conflict_page(form, part, **data)
        chosen = [piece for piece in pieces if piece.ref in form.evidence.data]
        try:
            is_changed = change_section(found, part, form.texts(), chosen, by=current_account(), now=current_config().clock())
        except UpdateRefused as error:
            form.refuse(form.done, REFUSALS[error.refusal])
            return form_page("updates/section.html", form=form, update=found, section=part)
        return done(update_id, _("Saved.") if is_changed else _("Nothing was different."))
    return form_page("updates/section.html", form=form, update=found, section=part)


@bp.route("/<uuid:update_id>/parties/new", methods=["GET", "POST"])
@requires(*EDITORS)
def new_party(update_id: UUID) -> ResponseReturnValue:
    """Speak of an organisation."""
    found = find_writable(update_id)
    form = NewPartyForm()
    if form.validate_on_submit():
        try:
            if find_made(UpdateParty, form) is None:
                record_party(found, form.form_key.data, form.values(), by=current_account(), now=current_config().clock())
        except UpdateRefused as error:
            form.refuse(form.name, REFUSALS[error.refusal])
            return form_page("updates/party.html", form=form, update=found, party=None)
        return done(update_id, _("Recorded. It is named in the document only with its approval."))
    return form_page("updates/party.html", form=form, update=found, party=None)


@bp.route("/<uuid:update_id>/parties/<uuid:party_id>", methods=["GET", "POST"])
@requires(*EDITORS)
def party(update_id: UUID, party_id: UUID) -> ResponseReturnValue:
    """What is said of an organisation, and whether it has approved."""
    found = find_writable(update_id)
    try:
        spoken_of = party_of(found, party_id)
    except UnknownUpdate:
        abort(404)
    form = PartyForm.of(spoken_of)
    if form.validate_on_submit():
        if form.is_stale(spoken_of):
            return conflict_page(form, spoken_of)
        try:
            is_changed = change_party(found, spoken_of, form.values(), by=current_account(), now=current_config().clock())
        except UpdateRefused as error:
            form.refuse(form.name, REFUSALS[error.refusal])
            return form_page("updates/party.html", form=form, update=found, party=spoken_of)
        return done(update_id, _("Saved.") if is_changed else _("Nothing was different."))
    return form_page("updates/party.html", form=form, update=found, party=spoken_of)
