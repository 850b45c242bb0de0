"""What came of events as a list, what came of one, and the form in which it is recorded."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from outreach.accounts.access import requires
from outreach.campaigns.access import current_asker
from outreach.campaigns.lists import today
from outreach.core.db import db
from outreach.events.access import changed_event, current_act, seen_event
from outreach.events.history import find_history
from outreach.events.models import Event
from outreach.events.queries import find_texts, find_workers
from outreach.events.routes import CHANGERS, READERS
from outreach.events.rules import may_change
from outreach.outcomes.forms import OutcomeForm, data_of
from outreach.outcomes.labels import ACTS, FIELDS, REFUSALS
from outreach.outcomes.lists import OUTCOMES
from outreach.outcomes.models import RaisedAction
from outreach.outcomes.operations import finish_action, record_outcome, settle, subject_of
from outreach.outcomes.queries import find_communities, find_outcome, find_raised, outcomes_listed, values_of
from outreach.outcomes.routes import bp
from outreach.outcomes.rules import OutcomeRefused, Refusal, find_refusal
from outreach.web.conflicts import conflict_page
from outreach.web.forms import form_page


@bp.get("")
@requires(*READERS)
def index() -> ResponseReturnValue:
    return OUTCOMES.answer("outcomes/index.html", outcomes_listed(current_asker(), today()))


@bp.get("/<uuid:event_id>")
@requires(*READERS)
def outcome(event_id: UUID) -> ResponseReturnValue:
    event = seen_event(event_id)
    return render_template(
        "outcomes/outcome.html",
        event=event,
        texts=find_texts(event),
        outcome=find_outcome(event_id),
        raised=find_raised(event_id),
        refusal=_refusal(event),
        may_change=may_change(current_asker(), event.place),
        history=find_history(subject_of(event_id), acts=ACTS, words=FIELDS),
    )


@bp.route("/<uuid:event_id>/edit", methods=["GET", "POST"])
@requires(*CHANGERS)
def edit(event_id: UUID) -> ResponseReturnValue:
    """Record what came of an event, or change it."""
    event = changed_event(event_id)
    refusal = _refusal(event)
    if refusal and request.method == "GET":
        return _refused(event_id, refusal)
    present = find_outcome(event_id)
    data = data_of(present, event)
    record = present or SimpleNamespace(version=None)
    form = OutcomeForm.of(record, **data)
    form.offer(people=[(str(one.id), one.name) for one in find_workers()], communities=find_communities(event))
    if form.validate_on_submit():
        try:
            if refusal:
                raise OutcomeRefused(refusal)
            is_same = present is not None and settle(form.values()) == values_of(present)
            if form.is_stale(record, **data) and not is_same:
                return conflict_page(form, record, **data)
            record_outcome(event, form.values(), current_act())
        except OutcomeRefused as refused:
            db.session.rollback()
            form.refuse(form.attended, REFUSALS[refused.refusal])
        else:
            db.session.commit()
            flash(_("The outcome is recorded. You can change it when more is known."), "success")
            return redirect(url_for(".outcome", event_id=event_id), 303)
    return form_page("outcomes/edit.html", form=form, event=event, texts=find_texts(event), is_new=present is None)


@bp.post("/actions/<uuid:raised_id>/done")
@requires(*CHANGERS)
def finish(raised_id: UUID) -> ResponseReturnValue:
    """An action that no campaign keeps is done."""
    raised = db.session.get(RaisedAction, raised_id, with_for_update=True) or abort(404)
    changed_event(raised.event_id)
    finish_action(raised, current_act())
    event_id = raised.event_id
    db.session.commit()
    flash(_("Marked as done."), "success")
    return redirect(url_for(".outcome", event_id=event_id), 303)


def _refusal(event: Event) -> Refusal | None:
    return find_refusal(event.ends_at, current_act().now, is_cancelled=event.is_cancelled)


def _refused(event_id: UUID, refusal: Refusal) -> ResponseReturnValue:
    flash(REFUSALS[refusal], "error")
    return redirect(url_for("events.event", event_id=event_id), 303)
