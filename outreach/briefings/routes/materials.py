"""Material: the list, a page of each, its title and commitments, its target, its archive."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from outreach.accounts.access import current_account, current_config, requires
from outreach.accounts.queries import find_names
from outreach.accounts.rules import EDITORS, STAFF, Role
from outreach.briefings import operations
from outreach.briefings.access import seen_briefing, written_briefing
from outreach.briefings.arithmetic import Cover, add_up, cover_all, rank_gaps
from outreach.briefings.forms import BriefingFields, BriefingForm, NewBriefingForm, TargetForm
from outreach.briefings.lists import MATERIALS, materials_listed, today
from outreach.briefings.models import Briefing
from outreach.briefings.operations import BriefingRefused, change_briefing, has_approved, make_briefing, set_target
from outreach.briefings.protocol import find_protocol
from outreach.briefings.queries import find_tallies, list_editions
from outreach.briefings.routes import bp, done
from outreach.briefings.rules import State, may_set_target, may_write
from outreach.core.areas import AREAS
from outreach.web.conflicts import conflict_page
from outreach.web.forms import find_made, form_page


@bp.get("")
@requires(*STAFF)
def index() -> ResponseReturnValue:
    me = current_account()
    about = {"may_write": may_write(me.part), "protocol": find_protocol(today())}
    return MATERIALS.answer("briefings/index.html", materials_listed(me.scope), **about)


@bp.route("/new", methods=["GET", "POST"])
@requires(*EDITORS)
def new() -> ResponseReturnValue:
    """Make material; its first version is written next."""
    me = current_account()
    if not may_write(me.part):
        abort(403)
    form = NewBriefingForm()
    if form.validate_on_submit():
        key = form.form_key.data
        try:
            if find_made(Briefing, form) is None:
                make_briefing(key, **form.values(), by=me, now=current_config().clock())
        except BriefingRefused as refused:
            return _refuse(form, refused, "briefings/edit.html", material=None)
        return done(url_for(".draft", briefing_id=key), _("Made. Write its first version now."))
    return form_page("briefings/edit.html", form=form, material=None)


@bp.get("/<uuid:briefing_id>")
@requires(*STAFF)
def material(briefing_id: UUID) -> ResponseReturnValue:
    found, me = seen_briefing(briefing_id), current_account()
    editions = list_editions(briefing_id)
    tallies = find_tallies(briefing_id, scope=me.scope, today=today())
    covered = cover_all([slug for slug in AREAS if me.scope.is_national or slug in me.scope.areas], tallies, found.target_percent)
    return render_template(
        "briefings/material.html",
        material=found,
        editions=editions,
        current=next((one for one in editions if one.state == State.APPROVED), None),
        draft=next((one for one in editions if one.state == State.DRAFT), None),
        names=find_names(),
        protocol=find_protocol(today()),
        may_write=may_write(me.part),
        may_set_target=may_set_target(me.part),
        may_issue=me.role in EDITORS and found.archived_at is None,
        teams=len(tallies),
        out_of_date=sum(one.is_out_of_date for one in tallies),
        total=add_up(covered),
        areas=len(covered),
        covered=sum(one.standing is Cover.REACHED for one in covered),
        gaps=len(rank_gaps(covered)),
    )


@bp.route("/<uuid:briefing_id>/edit", methods=["GET", "POST"])
@requires(*EDITORS)
def edit(briefing_id: UUID) -> ResponseReturnValue:
    """Title, what it is about, commitments. The title stands once a version is approved."""
    found = written_briefing(briefing_id)
    data: dict[str, Any] = {"commitments": sorted(one.key for one in found.commitments)}
    form = BriefingForm.of(found, **data)
    about = {"material": found, "is_fixed": has_approved(briefing_id)}
    if form.validate_on_submit():
        if form.is_stale(found, **data):
            return conflict_page(form, found, **data)
        try:
            is_changed = change_briefing(found, **form.values(), by=current_account(), now=current_config().clock())
        except BriefingRefused as refused:
            return _refuse(form, refused, "briefings/edit.html", **about)
        return done(url_for(".material", briefing_id=briefing_id), _("Saved.") if is_changed else _("Nothing was different."))
    return form_page("briefings/edit.html", form=form, **about)


@bp.route("/<uuid:briefing_id>/target", methods=["GET", "POST"])
@requires(Role.LEAD)
def target(briefing_id: UUID) -> ResponseReturnValue:
    """Say how many of the people addressed are to be reached by when."""
    found = seen_briefing(briefing_id)
    if not may_set_target(current_account().part):
        abort(403)
    form = TargetForm.of(found)
    if form.validate_on_submit():
        if form.is_stale(found):
            return conflict_page(form, found)
        values = {"percent": form.target_percent.data, "on": form.target_on.data}
        is_changed = set_target(found, **values, by=current_account(), now=current_config().clock())
        return done(url_for(".coverage", briefing_id=briefing_id), _("The target is set.") if is_changed else _("Nothing was different."))
    return form_page("briefings/target.html", form=form, material=found)


@bp.post("/<uuid:briefing_id>/archive")
@requires(*EDITORS)
def put_away(briefing_id: UUID) -> ResponseReturnValue:
    operations.put_away(written_briefing(briefing_id), by=current_account(), now=current_config().clock())
    return _moved(briefing_id, _("The material is archived: it is neither issued nor counted any more. It can be taken back."))


@bp.post("/<uuid:briefing_id>/unarchive")
@requires(*EDITORS)
def take_out(briefing_id: UUID) -> ResponseReturnValue:
    operations.take_out(written_briefing(briefing_id), by=current_account(), now=current_config().clock())
    return _moved(briefing_id, _("The material is in use again."))


def _moved(briefing_id: UUID, text: str) -> ResponseReturnValue:
    return done(url_for(".material", briefing_id=briefing_id), text)


def _refuse(form: BriefingFields, refused: BriefingRefused, template: str, **about: object) -> ResponseReturnValue:
    form.refuse_for(refused)
    return form_page(template, form=form, **about)
