"""A route: seen with its history, entered, changed, archived and taken back."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from outreach.accounts.access import current_account, current_config, requires
from outreach.accounts.rules import EDITORS, STAFF
from outreach.core.areas import AREAS
from outreach.core.db import db
from outreach.directory.rules import Need
from outreach.pathways.forms import NewPathwayForm, PathwayForm
from outreach.pathways.history import find_history
from outreach.pathways.labels import REFUSALS
from outreach.pathways.lists import look_tag
from outreach.pathways.models import Pathway
from outreach.pathways.operations import add_pathway, archive_pathway, change_pathway, take_back_pathway
from outreach.pathways.queries import UnknownPathway, find_recipients, get_pathway
from outreach.pathways.routes import bp
from outreach.pathways.rules import PathwayRefused, Refusal, may_change
from outreach.web.conflicts import conflict_page
from outreach.web.forms import find_made, form_page


@bp.get("/routes/<uuid:pathway_id>")
@requires(*STAFF)
def route(pathway_id: UUID) -> ResponseReturnValue:
    found, me = _route(pathway_id), current_account()
    return render_template(
        "pathways/route.html",
        route=found,
        name=AREAS[found.area].name,
        look=look_tag(found),
        may_change=may_change(me.part, found.area),
        history=find_history(pathway_id),
    )


@bp.route("/<place>/new", methods=["GET", "POST"])
@requires(*EDITORS)
def new(place: str) -> ResponseReturnValue:
    """Enter a route of an area; `?need=refuge` begins with that need."""
    me = current_account()
    if place not in AREAS or not may_change(me.part, place):
        abort(404)
    asked = request.args.get("need", "")
    form = NewPathwayForm(data={"need": Need(asked)} if asked in set(Need) else None)
    form.offer(find_recipients(place))
    if form.validate_on_submit():
        try:
            made = find_made(Pathway, form)
            made = made or add_pathway(form.form_key.data, place, form.values(), by=me.id, now=current_config().clock())
        except PathwayRefused as refused:
            form.refuse_for(refused.refusal)
            return form_page("pathways/edit.html", form=form, place=place, name=AREAS[place].name, route=None)
        return _done(made, _("Entered. It is to be looked at again on the day that you gave."))
    return form_page("pathways/edit.html", form=form, place=place, name=AREAS[place].name, route=None)


@bp.route("/routes/<uuid:pathway_id>/edit", methods=["GET", "POST"])
@requires(*EDITORS)
def edit(pathway_id: UUID) -> ResponseReturnValue:
    found = _changeable(pathway_id)
    if found.archived_at:
        flash(REFUSALS[Refusal.ARCHIVED], "error")
        return redirect(url_for(".route", pathway_id=pathway_id), 303)
    form = PathwayForm.of(found)
    form.offer(find_recipients(found.area, *([found.service_id] if found.service_id else [])))
    if form.validate_on_submit():
        if form.is_stale(found):
            return conflict_page(form, found)
        try:
            is_changed = change_pathway(found, form.values(), by=current_account().id, now=current_config().clock())
        except PathwayRefused as refused:
            form.refuse_for(refused.refusal)
            return form_page("pathways/edit.html", form=form, place=found.area, name=AREAS[found.area].name, route=found)
        return _done(found, _("Saved.") if is_changed else _("Nothing was different."))
    return form_page("pathways/edit.html", form=form, place=found.area, name=AREAS[found.area].name, route=found)


@bp.post("/routes/<uuid:pathway_id>/archive")
@requires(*EDITORS)
def put_away(pathway_id: UUID) -> ResponseReturnValue:
    found = _changeable(pathway_id)
    archive_pathway(found, by=current_account().id, now=current_config().clock())
    return _done(found, _("The route is archived and counts no more. It can be taken back."))


@bp.post("/routes/<uuid:pathway_id>/unarchive")
@requires(*EDITORS)
def take_out(pathway_id: UUID) -> ResponseReturnValue:
    found = _changeable(pathway_id)
    take_back_pathway(found, by=current_account().id, now=current_config().clock())
    return _done(found, _("The route is out of the archive and counts again."))


def _route(pathway_id: UUID) -> Pathway:
    """The route, locked for a POST, or 404: out of sight is the same as not there."""
    try:
        return get_pathway(pathway_id, scope=current_account().scope, is_locked=request.method == "POST")
    except UnknownPathway:
        abort(404)


def _changeable(pathway_id: UUID) -> Pathway:
    """The route that the present account may change, or 403."""
    found = _route(pathway_id)
    if not may_change(current_account().part, found.area):
        abort(403)
    return found


def _done(found: Pathway, text: str) -> ResponseReturnValue:
    pathway_id = found.id
    db.session.commit()
    flash(text, "success")
    return redirect(url_for(".route", pathway_id=pathway_id), 303)
