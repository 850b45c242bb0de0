"""The pages of a campaign, one for each section of its plan. Each reads what stands on it, and no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from outreach.accounts.access import requires
from outreach.campaigns.access import seen_campaign
from outreach.campaigns.arithmetic import gravity_of, share_done, sum_lines
from outreach.campaigns.frame import frame_of
from outreach.campaigns.history import find_history
from outreach.campaigns.labels import DOINGS, LEVELS, LINES
from outreach.campaigns.lists import today
from outreach.campaigns.models import Assessment, Audience, BudgetLine, Campaign, Decision, Link, Measurement, Milestone, Objective, Risk
from outreach.campaigns.parts import KINDS, SECTIONS
from outreach.campaigns.queries import find_actions, find_measurements, find_owners, find_parts
from outreach.campaigns.routes import READERS, bp
from outreach.campaigns.rules import Doing, Level, LineKind
from outreach.web.charts import Chart, draw_progress

DONE_SHOWN = 10  # of the actions that are done; all of them are in the list


@bp.get("/<uuid:campaign_id>/<name>")
@requires(*READERS)
def section(campaign_id: UUID, name: str) -> ResponseReturnValue:
    if name not in SECTIONS:
        abort(404)
    campaign = seen_campaign(campaign_id)
    shown = _PAGES[name](campaign)
    aside = [(kind, part) for kind in KINDS.values() if kind.section == name for part in find_parts(kind.model, campaign.id, is_aside=True)]
    return render_template(f"campaigns/{name}.html", **frame_of(campaign, name), **shown, aside=aside, today=today())


def _plan(campaign: Campaign) -> dict[str, Any]:
    return {"audiences": find_parts(Audience, campaign.id), "links": find_parts(Link, campaign.id)}


def _objectives(campaign: Campaign) -> dict[str, Any]:
    objectives, measured = find_parts(Objective, campaign.id), find_measurements(campaign.id)
    ordered = sorted(objectives, key=lambda one: list(Level).index(Level(one.level)))
    charts = {one.id: _draw(one, measured.get(one.id, []), campaign) for one in ordered}
    people = find_owners(one.by_id for series in measured.values() for one in series)
    shares = {one.id: _share(one, measured.get(one.id, [])) for one in ordered}
    return {"objectives": ordered, "measured": measured, "charts": charts, "people": people, "shares": shares, "levels": LEVELS}


def _draw(objective: Objective, measured: list[Measurement], campaign: Campaign) -> Chart:
    points = [(one.measured_on, one.value) for one in measured]
    first = min(campaign.starts_on or objective.due_on, *(on for on, _value in points), objective.due_on)
    last = max(objective.due_on, *(on for on, _value in points), first)
    return draw_progress(points, baseline=objective.baseline, target=objective.target, first=first, last=last)


def _share(objective: Objective, measured: list[Measurement]) -> int | None:
    """Per cent of the way to the target, after the last measurement."""
    share = share_done(objective.baseline, objective.target, measured[-1].value) if measured else None
    return None if share is None else round(100 * share)


def _actions(campaign: Campaign) -> dict[str, Any]:
    rows = find_actions(campaign.id)
    columns: dict[str, list[Any]] = {doing: [row for row in rows if row.doing == doing] for doing in Doing}
    columns[Doing.DONE].reverse()
    hidden = max(len(columns[Doing.DONE]) - DONE_SHOWN, 0)
    is_list = request.args.get("view") == "list"
    if not is_list:
        columns[Doing.DONE] = columns[Doing.DONE][:DONE_SHOWN]
    milestones = find_parts(Milestone, campaign.id, Milestone.due_on)
    return {"rows": rows, "columns": columns, "hidden": hidden, "is_list": is_list, "milestones": milestones, "doings": DOINGS}


def _budget(campaign: Campaign) -> dict[str, Any]:
    order = list(LineKind)
    lines = sorted(find_parts(BudgetLine, campaign.id), key=lambda one: order.index(LineKind(one.line)))
    planned, spent = sum_lines((one.planned, one.spent) for one in lines)
    return {"lines": lines, "planned": planned, "spent": spent, "line_labels": LINES, "partner": LineKind.PARTNER_HOURS}


def _risks(campaign: Campaign) -> dict[str, Any]:
    risks = sorted(find_parts(Risk, campaign.id), key=lambda one: -one.weight)
    return {
        "risks": risks,
        "people": find_owners(one.owner_id for one in risks),
        "gravities": {one.id: gravity_of(one.weight) for one in risks},
    }


def _decisions(campaign: Campaign) -> dict[str, Any]:
    decisions = find_parts(Decision, campaign.id, Decision.decided_on.desc())
    return {"decisions": decisions, "people": find_owners(one.by_id for one in decisions)}


def _notes(campaign: Campaign) -> dict[str, Any]:
    assessments = find_parts(Assessment, campaign.id, Assessment.about, Assessment.assessed_on.desc())
    return {"assessments": assessments, "people": find_owners(one.by_id for one in assessments)}


def _history(campaign: Campaign) -> dict[str, Any]:
    return {"history": find_history(campaign)}


_PAGES: dict[str, Callable[[Campaign], dict[str, Any]]] = {
    "plan": _plan,
    "objectives": _objectives,
    "actions": _actions,
    "budget": _budget,
    "risks": _risks,
    "decisions": _decisions,
    "notes": _notes,
    "history": _history,
}
