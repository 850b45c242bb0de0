"""Changing and cancelling an event, and putting it back: it alone, it and those after it, or all of its series that lie ahead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from outreach.accounts.access import requires
from outreach.campaigns.access import current_asker
from outreach.campaigns.lists import today
from outreach.core.db import db
from outreach.events.access import changed_event, current_act
from outreach.events.assigning import Clashing, settle
from outreach.events.clashes import Findings
from outreach.events.ending_forms import CancelForm, PutBackForm
from outreach.events.forms import EventForm, SeriesForm, data_of, data_of_plan, reason_in
from outreach.events.labels import REACH_HINTS, REACHES, REFUSALS
from outreach.events.models import Event
from outreach.events.operations import change_event, check_can_be_put_back, check_open, outline_change, outline_present, put_back
from outreach.events.queries import day_by_rule, find_cancelled_with, find_concerned, find_texts, plan_of
from outreach.events.report import find_news, make_report
from outreach.events.routes import CHANGERS, bp
from outreach.events.routes.events import is_settled, offer, refuse
from outreach.events.rules import EventRefused, Reach, may_override
from outreach.events.series import cancel_series, change_series, outline_series
from outreach.web.conflicts import conflict_page
from outreach.web.forms import form_page


@bp.get("/<uuid:event_id>/change")
@requires(*CHANGERS)
def choose(event_id: UUID) -> ResponseReturnValue:
    """Which events of a series are to be changed."""
    event = changed_event(event_id)
    if not event.series_id or event.is_changed:
        return redirect(url_for(".edit", event_id=event_id))
    reaches = [(reach, REACHES[reach], REACH_HINTS[reach]) for reach in Reach if reach is Reach.THIS or event.held_on >= today()]
    return render_template("events/choose.html", event=event, texts=find_texts(event), reaches=reaches)


@bp.route("/<uuid:event_id>/edit", methods=["GET", "POST"])
@requires(*CHANGERS)
def edit(event_id: UUID) -> ResponseReturnValue:
    """The form of an event; `?which=` says which others of its series are changed with it."""
    event, reach = changed_event(event_id), _reach(request.args.get("which", ""))
    try:
        form, data = _form(event, reach)
    except EventRefused as refused:
        return _refused(event_id, refused)
    offer(form, event)
    findings = Findings()
    if form.validate_on_submit():
        try:
            _find_first(event, reach)
            if form.is_stale(event, **data):
                return conflict_page(form, event, **data)
            findings = _find_news(event, reach, form)
            if is_settled(form, findings):
                return _save(event, reach, form)
        except EventRefused as refused:
            db.session.rollback()
            refuse(form, refused)
        except Clashing as clashing:
            db.session.rollback()
            findings = Findings(clashes=clashing.clashes)
            is_settled(form, findings)
    report = make_report(findings, asker=current_asker())
    return form_page("events/edit.html", form=form, event_id=event_id, reach=reach, heading=REACHES[reach], report=report)


def _reach(which: str) -> Reach:
    return Reach(which) if which in list(Reach) else Reach.THIS


def _form(event: Event, reach: Reach) -> tuple[Any, dict[str, Any]]:
    """The form, and what of the event is no plain attribute.

    Raises EventRefused for events that cannot be changed; not where something was typed already, which is shown again.
    """
    try:
        first = _find_first(event, reach)
    except EventRefused:
        if request.method == "GET" or (reach is not Reach.THIS and not event.series):
            raise
        first = event
    data = data_of(event)
    if reach is Reach.THIS:
        return EventForm.of(event, **data), data
    assert first.series, "only events of a series are concerned"
    data |= data_of_plan(plan_of(first.series).rest(day_by_rule(first)))
    form = SeriesForm.of(event, **data)
    form.once_more()
    return form, data


def _find_first(event: Event, reach: Reach) -> Event:
    """The first of the events that would be changed. Raises EventRefused where they cannot be."""
    check_open(event)
    return event if reach is Reach.THIS else find_concerned(event, reach, today=today())[0]


def _find_news(event: Event, reach: Reach, form: Any) -> Findings:
    values = settle(form.values())
    if reach is Reach.THIS:
        before, after = outline_change(event, values)
    else:
        before, after = outline_series(event, reach, values, form.plan(), today=today())
    return find_news(before, after, asker=current_asker())


def _save(event: Event, reach: Reach, form: Any) -> ResponseReturnValue:
    event_id, doer = event.id, current_act(reason_in(form))
    if reach is Reach.THIS:
        change_event(event, form.values(), doer)
        flash(_("Saved."), "success")
    else:
        changed = change_series(event, reach, form.values(), form.plan(), doer)
        flash(ngettext("%(num)d event is changed.", "%(num)d events are changed.", len(changed)), "success")
    db.session.commit()
    return redirect(url_for(".event", event_id=event_id), 303)


@bp.route("/<uuid:event_id>/cancel", methods=["GET", "POST"])
@requires(*CHANGERS)
def cancel(event_id: UUID) -> ResponseReturnValue:
    event = changed_event(event_id)
    form = CancelForm()
    if not event.series_id:
        del form.reach
    if form.validate_on_submit():
        reach = _reach(form.reach.data) if "reach" in form else Reach.THIS
        try:
            number = cancel_series(event, reach, form.reason.data or "", current_act())
            db.session.commit()
            flash(ngettext("%(num)d event is cancelled.", "%(num)d events are cancelled.", number), "success")
            return redirect(url_for(".event", event_id=event_id), 303)
        except EventRefused as refused:
            db.session.rollback()
            form.refuse(form.reason, REFUSALS[refused.refusal])
    return form_page("events/cancel.html", form=form, event=event, texts=find_texts(event))


@bp.route("/<uuid:event_id>/put-back", methods=["GET", "POST"])
@requires(*CHANGERS)
def restore(event_id: UUID) -> ResponseReturnValue:
    """Let a cancelled event, or all that were cancelled with it, take place after all; what would be taken twice is shown first."""
    event, doer = changed_event(event_id), current_act()
    if not event.is_cancelled:
        return redirect(url_for(".event", event_id=event_id), 303)
    others = find_cancelled_with(event, doer.now, is_locked=request.method == "POST")
    form = PutBackForm()
    form.offer(has_others=len(others) > 1, may_override=may_override(doer.asker, event.place))
    chosen = others if form.is_together else [event]
    try:
        check_can_be_put_back(event, doer)
        findings = find_news(None, outline_present(chosen), asker=doer.asker)
        if form.validate_on_submit() and _may_stand(form, findings):
            return _put_back(event_id, chosen, form)
    except EventRefused as refused:
        return _refused(event_id, refused)
    except Clashing as clashing:
        db.session.rollback()
        findings = Findings(clashes=clashing.clashes)
        _may_stand(form, findings)
    form.seen.process_data(" ".join(sorted(findings.marks)))
    report = make_report(findings, asker=doer.asker)
    return form_page("events/put_back.html", form=form, event=event, texts=find_texts(event), report=report)


def _put_back(event_id: UUID, chosen: Sequence[Event], form: PutBackForm) -> ResponseReturnValue:
    number = put_back(chosen, current_act(reason_in(form)))
    db.session.commit()
    flash(ngettext("%(num)d event takes place after all.", "%(num)d events take place after all.", number), "success")
    return redirect(url_for(".event", event_id=event_id), 303)


def _may_stand(form: PutBackForm, findings: Findings) -> bool:
    """Whether nothing is taken twice, or a lead who has seen it has said why that is right."""
    has_seen = findings.marks <= set(str(form.seen.data or "").split())
    if findings.clashes and not (has_seen and reason_in(form)):
        form.refuse(form.override if "override" in form else form.seen, _("Enter why they are taken twice"))
        return False
    return True


def _refused(event_id: UUID, refused: EventRefused) -> ResponseReturnValue:
    db.session.rollback()
    flash(REFUSALS[refused.refusal], "error")
    return redirect(url_for(".event", event_id=event_id), 303)
