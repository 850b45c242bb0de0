"""Campaigns for tests: a bare one, and one with everything that it needs to be approved and started."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from outreach.audit.models import AuditEntry
from outreach.campaigns.models import Action, Assessment, Audience, BudgetLine, Campaign, Objective, Risk
from outreach.campaigns.operations import add_part, make_campaign, subject_of
from outreach.campaigns.rules import AssessmentKind, AssessmentState, Doing, Level, LineKind, State
from outreach.commitments.models import Commitment
from outreach.core.db import db
from tests.client import PageClient
from tests.conftest import NOW
from tests.pages import form_of

TODAY = NOW.date()
DAY = {"day": "3", "month": "12", "year": "2026"}


def days(number: int) -> date:
    """So many days from today."""
    return TODAY + timedelta(days=number)


def add_campaign(owner_id: UUID, *areas: str, state: State = State.DRAFT, **more: Any) -> UUID:
    """A campaign of these areas, national without any; committed. In an application context."""
    campaign = plan(owner_id, *areas, **more)
    campaign.state = state
    db.session.commit()
    return campaign.id


def add_commitment(key: str, summary: str = "A promise") -> None:
    """One that campaigns can serve, committed."""
    db.session.add(Commitment(key=key, order=key, summary=summary, state="open"))
    db.session.commit()


def plan(owner_id: UUID, *areas: str, **more: Any) -> Campaign:
    values: dict[str, Any] = {
        "name": "Lanterns",
        "purpose": "People know whom they can ask",
        "owner_id": owner_id,
        "starts_on": days(-10),
        "ends_on": days(50),
        "is_national": not areas,
        "areas": list(areas),
        "team": [],
        **more,
    }
    return make_campaign(uuid4(), values, by=owner_id, now=NOW)


def add_action(campaign_id: UUID, by: UUID, **more: Any) -> UUID:
    return _add(Action, campaign_id, by, **{"title": "Print", "owner_id": by, "due_on": days(3), "doing": Doing.TODO, "note": "", **more})


def add_audience(campaign_id: UUID, by: UUID, *, title: str = "Bakers", languages: Sequence[str] = ("pl",)) -> UUID:
    return _add(Audience, campaign_id, by, title=title, languages=[*languages])


def complete(campaign_id: UUID, by: UUID) -> None:
    """Everything that the campaign needs to be approved and to start."""
    campaign = db.session.get_one(Campaign, campaign_id)
    campaign.insight, campaign.strategy = "They trust the bakery", "Through the bakery"
    add_audience(campaign_id, by)
    goal: dict[str, Any] = {
        "level": Level.OUTPUT,
        "measure": "people met",
        "unit": "people",
        "baseline": 0,
        "target": 40,
        "due_on": days(40),
    }
    _add(Objective, campaign_id, by, title="Meet bakers", **goal)
    money: dict[str, Any] = {"planned": 40_000, "spent": 0, "hours_planned": 20, "note": ""}
    _add(BudgetLine, campaign_id, by, title="Harbour Light", line=LineKind.PARTNER_HOURS, **money)
    _add(Risk, campaign_id, by, title="Nobody comes", likelihood=3, impact=4, mitigation="Ask earlier", reviewed_on=TODAY, owner_id=by)
    for about in AssessmentKind:
        agreed: dict[str, Any] = {"state": AssessmentState.AGREED, "assessed_on": TODAY, "by_id": by}
        _add(Assessment, campaign_id, by, title="Looked at", about=about, text="Nobody is left out", **agreed)
    add_action(campaign_id, by)


def _add(model: type[Any], campaign_id: UUID, by: UUID, **values: Any) -> UUID:
    campaign = db.session.get_one(Campaign, campaign_id)
    part_id: UUID = add_part(model, uuid4(), campaign, values, by=by, now=NOW).id
    db.session.commit()
    return part_id


def day(name: str) -> dict[str, str]:
    return {f"{name}-{part}": value for part, value in DAY.items()}


def only(model: type[Any], campaign_id: UUID) -> Any:
    return db.session.scalars(select(model).where(model.campaign_id == campaign_id)).one()


def acts(campaign_id: UUID) -> list[tuple[str, list[str]]]:
    rows = db.session.scalars(select(AuditEntry).where(AuditEntry.subject == subject_of(campaign_id)).order_by(AuditEntry.place))
    return [(row.action, row.changed) for row in rows]


def fields_of(client: PageClient, path: str) -> dict[str, Any]:
    """What a browser would send from the form at *path* as it stands, but for the token that `post` adds."""
    return {name: value for name, value in form_of(client.page(path)).items() if name != "csrf_token"}
