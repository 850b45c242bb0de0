"""Venues and interpreters: list, page, form, setting aside and taking back. One shape for both (`record_forms.RECORDS`)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from outreach.accounts.access import current_account, requires
from outreach.campaigns.access import current_asker
from outreach.campaigns.lists import today
from outreach.core.db import db
from outreach.events.access import current_act, seen_record
from outreach.events.history import find_history
from outreach.events.lists import INTERPRETERS, VENUES, records_listed
from outreach.events.models import Venue
from outreach.events.queries import find_uses
from outreach.events.record_forms import RECORDS, RecordKind
from outreach.events.records import add_record, change_record, set_aside, subject_of, take_back
from outreach.events.routes import CHANGERS, READERS, bp
from outreach.events.routes.calendar import VIEWS
from outreach.web.conflicts import conflict_page
from outreach.web.forms import find_made, form_page

LISTS = {"venues": VENUES, "interpreters": INTERPRETERS}


@bp.get("/<kind>")
@requires(*READERS)
def records(kind: str) -> ResponseReturnValue:
    of = _kind(kind)
    may_make = current_account().role in CHANGERS
    shown = {"kind": kind, "of": of, "may_make": may_make, "views": VIEWS, "on": today()}
    return LISTS[kind].answer("events/records.html", records_listed(of.model, current_asker()), **shown)


@bp.route("/<kind>/new", methods=["GET", "POST"])
@requires(*CHANGERS)
def new_record(kind: str) -> ResponseReturnValue:
    of = _kind(kind)
    form = of.new_form()
    form.offer(current_asker())
    if form.validate_on_submit():
        if find_made(of.model, form) is None:
            add_record(of.model, form.form_key.data, form.values(), current_act())
        return _done(kind, form.form_key.data, _("Saved."))
    return form_page("events/record_form.html", form=form, kind=kind, of=of, heading=of.add, one=None)


@bp.get("/<kind>/<uuid:record_id>")
@requires(*READERS)
def record(kind: str, record_id: UUID) -> ResponseReturnValue:
    of = _kind(kind)
    one = seen_record(of.model, record_id)
    return render_template(
        "events/record.html",
        kind=kind,
        of=of,
        one=one,
        is_venue=of.model is Venue,
        uses=find_uses(one, asker=current_asker(), since=today()),
        history=find_history(subject_of(one)),
        may_change=current_account().role in CHANGERS,
    )


@bp.route("/<kind>/<uuid:record_id>/edit", methods=["GET", "POST"])
@requires(*CHANGERS)
def edit_record(kind: str, record_id: UUID) -> ResponseReturnValue:
    of = _kind(kind)
    one: Any = seen_record(of.model, record_id)
    data = of.fields.data_of(one)
    form = of.edit_form.of(one, **data)
    form.offer(current_asker())
    if form.validate_on_submit():
        if form.is_stale(one, **data):
            return conflict_page(form, one, **data)
        change_record(one, form.values(), current_act())
        return _done(kind, record_id, _("Saved."))
    return form_page("events/record_form.html", form=form, kind=kind, of=of, heading=of.change, one=one)


@bp.post("/<kind>/<uuid:record_id>/set-aside")
@requires(*CHANGERS)
def put_aside(kind: str, record_id: UUID) -> ResponseReturnValue:
    set_aside(seen_record(_kind(kind).model, record_id), current_act())
    return _done(kind, record_id, _("It is set aside: it stays with its events, and is offered no more."))


@bp.post("/<kind>/<uuid:record_id>/take-back")
@requires(*CHANGERS)
def take_record_back(kind: str, record_id: UUID) -> ResponseReturnValue:
    take_back(seen_record(_kind(kind).model, record_id), current_act())
    return _done(kind, record_id, _("It is offered again."))


def _kind(kind: str) -> RecordKind:
    return RECORDS.get(kind) or abort(404)


def _done(kind: str, record_id: UUID, text: str) -> ResponseReturnValue:
    db.session.commit()
    flash(text, "success")
    return redirect(url_for(".record", kind=kind, record_id=record_id), 303)
