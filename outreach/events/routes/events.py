"""Scheduling an event or a series, and the page of an event."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from outreach.accounts.access import requires
from outreach.campaigns.access import current_asker
from outreach.campaigns.lists import today
from outreach.campaigns.queries import find_people
from outreach.content.queries import find_contact_names
from outreach.core.areas import AREAS
from outreach.core.db import db
from outreach.events.access import current_act, seen_event
from outreach.events.assigning import Clashing, settle, subject_of, wanted_of
from outreach.events.clashes import Findings
from outreach.events.forms import NewEventForm, Offer, reason_in
from outreach.events.history import find_history
from outreach.events.labels import REFUSALS
from outreach.events.lists import state_tag, visibility_tag
from outreach.events.models import Event, EventSeries
from outreach.events.notable import find_notable
from outreach.events.operations import schedule
from outreach.events.queries import (
    find_campaigns,
    find_interpreters,
    find_next_series,
    find_occurrences,
    find_texts,
    find_venues,
    find_workers,
)
from outreach.events.recurrence import Plan
from outreach.events.report import find_news, make_report
from outreach.events.routes import CHANGERS, READERS, bp
from outreach.events.rules import EventRefused, Need, Place, StaffRole, find_obstacle, may_change, may_override, nation_of, scope_of
from outreach.events.series import schedule_series
from outreach.events.told import find_withheld
from outreach.partners.queries import find_partners
from outreach.web.forms import find_made, form_page
from outreach.web.jinja import day_text
from outreach.web.language import tongues


@bp.route("/new", methods=["GET", "POST"])
@requires(*CHANGERS)
def new() -> ResponseReturnValue:
    """An event, or a series of them."""
    form = NewEventForm(data=_suggestions())
    offer(form, None)
    findings = Findings()
    if form.validate_on_submit():
        if (made := _find_made(form)) is not None:
            return redirect(url_for(".event", event_id=made), 303)
        try:
            plan, values = form.plan(), settle(form.values())
            findings = find_news(None, wanted_of(values, plan.days() if plan else [values["held_on"]]), asker=current_asker())
            if is_settled(form, findings):
                return _make(form, plan, values)
        except EventRefused as refused:
            db.session.rollback()
            refuse(form, refused)
        except Clashing as clashing:
            db.session.rollback()
            findings = Findings(clashes=clashing.clashes)
            is_settled(form, findings)
    return form_page("events/new.html", form=form, report=make_report(findings, asker=current_asker()))


def _find_made(form: NewEventForm) -> UUID | None:
    """The event that the same form has made already; of a series the first."""
    if find_made(Event, form) is not None:
        return UUID(str(form.form_key.data))
    if find_made(EventSeries, form) is not None:
        first: UUID = find_occurrences(form.form_key.data)[0].id
        return first
    return None


def _make(form: NewEventForm, plan: Plan | None, values: dict[str, Any]) -> ResponseReturnValue:
    doer = current_act(reason_in(form))
    if plan is None:
        event_id = schedule(form.form_key.data, values, doer).id
        flash(_("The event is scheduled."), "success")
    else:
        events = schedule_series(form.form_key.data, plan, values, doer)
        event_id = events[0].id
        text = ngettext("%(num)d event is scheduled. This is the first.", "%(num)d events are scheduled. This is the first.", len(events))
        flash(text, "success")
    db.session.commit()
    return redirect(url_for(".event", event_id=event_id), 303)


def _suggestions() -> dict[str, Any]:
    """What a new event begins with: whoever schedules it leads it, and what the address names (day, campaign, area, language)."""
    asker = current_asker()
    given: dict[str, Any] = {"staff": [(current_act().by, StaffRole.LEAD)]}
    if not asker.scope.is_national and len(asker.scope.areas) == 1:
        given["area"] = next(iter(asker.scope.areas))
    area, language = request.args.get("area", ""), request.args.get("language", "")
    if area in AREAS and asker.scope.covers(scope_of(area)):
        given["area"] = area
    if language in dict(tongues()):
        given["languages"] = [(language, Need.NEEDED, None)]
    try:
        given["held_on"] = date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        given["held_on"] = None
    campaign = request.args.get("campaign", "")
    chosen = next((row.id for row in find_campaigns(asker) if str(row.id) == campaign), None)
    return given | {"campaign_id": chosen}


def offer(form: Any, event: Event | None) -> None:
    """Give *form* its choices; what *event* has already stays to be chosen."""
    asker = current_asker()
    interpreters = [one.interpreter_id for one in event.tongues if one.interpreter_id] if event else []
    choices = Offer(
        people=find_workers(*(one.account_id for one in event.people)) if event else find_workers(),
        venues=find_venues(asker, *([event.venue_id] if event and event.venue_id else [])),
        interpreters=find_interpreters(*interpreters),
        campaigns=[(str(row.id), row.name) for row in find_campaigns(asker, *([event.campaign_id] if event and event.campaign_id else []))],
        languages=tongues(),
        contacts=[*find_contact_names().items()],
        hosts=find_partners(asker.scope, *([event.host_organisation_id] if event and event.host_organisation_id else [])),
    )
    place = event.place if event else Place(next(iter(asker.scope.areas), None), {})
    form.offer(asker, choices, present=event, may_override=may_override(asker, place))


def is_settled(form: Any, findings: Findings) -> bool:
    """Whether *form* may be saved: its sender has seen what was found, and a lead has given a reason where something is taken twice."""
    has_seen = findings.marks <= set(str(form.seen.data or "").split())
    form.seen.process_data(" ".join(sorted(findings.marks)))
    if findings.clashes and not (has_seen and reason_in(form)):
        text = _("Somebody or something is taken at this time already. Choose another time, or take them out")
        form.refuse(form.held_on, text)
        if "override" in form and has_seen:
            form.refuse(form.override, _("Enter why they are taken twice"))
        return False
    return has_seen


def refuse(form: Any, refused: EventRefused) -> None:
    """Say at its field what an operation refused; with the day where it is one of several."""
    message = REFUSALS[refused.refusal]
    if refused.on and refused.on != form.held_on.data:
        message = _("%(day)s: %(message)s", day=day_text(refused.on), message=message)
    form.refuse_for(refused.refusal, message)


@bp.get("/<uuid:event_id>")
@requires(*READERS)
def event(event_id: UUID) -> ResponseReturnValue:
    found, asker = seen_event(event_id), current_asker()
    interpreters = {one.id: one.name for one in find_interpreters(*(row.interpreter_id for row in found.tongues if row.interpreter_id))}
    return render_template(
        "events/event.html",
        event=found,
        texts=find_texts(found),
        people=find_people(one.account_id for one in found.people),
        interpreters=interpreters,
        occurrences=find_occurrences(found.series_id) if found.series_id else [],
        next_id=find_next_series(found.series_id) if found.series_id else None,
        notable=find_notable(found.held_on, nation_of(found.area)),
        contact=find_contact_names().get(found.contact_key, ""),
        history=find_history(subject_of(found.id)),
        withheld=find_withheld(found.id) if found.is_public else [],
        tags=[state_tag(found), visibility_tag(found)],
        is_agreed=bool(found.agreed_on or (found.venue and found.venue.agreed_on)),
        may_change=may_change(asker, found.place),
        may_put_back=_may_put_back(found),
        is_over=found.held_on < today(),
        has_ended=found.ends_at <= current_act().now,
    )


def _may_put_back(found: Event) -> bool:
    obstacle = find_obstacle(found.ends_at, found.cancelled_because, current_act().now)
    return found.is_cancelled and may_change(current_asker(), found.place) and obstacle is None
