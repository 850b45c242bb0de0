"""The demonstration's campaigns: three, in three states, over several areas. Every name, number and partner is invented, and says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from outreach.accounts.models import Account
from outreach.accounts.queries import find_by_email
from outreach.campaigns.models import (
    Action,
    Assessment,
    Audience,
    BudgetLine,
    Campaign,
    Decision,
    Link,
    Measurement,
    Milestone,
    Objective,
    Risk,
)
from outreach.campaigns.operations import add_part, change_campaign, make_campaign, move_action, move_campaign
from outreach.campaigns.queries import asker_of
from outreach.campaigns.rules import AssessmentKind, AssessmentState, Doing, Level, LineKind, Move
from outreach.commitments.queries import list_commitments
from outreach.core.areas import AREAS
from outreach.core.dates import LONDON
from outreach.core.db import db
from outreach.demo.accounts import DOMAIN

_NAMESPACE = UUID("5d0f2f5e-5a3f-4a34-9d0e-6f1c0c3c1a11")


def load_campaigns(*, now: datetime) -> int:
    """Make the campaigns that are missing; returns how many. The demonstration's accounts have to be there."""
    lead, coordinator = (find_by_email(f"{name}@{DOMAIN}") for name in ("lead", "coordinator"))
    if lead is None or coordinator is None:
        return 0
    made = 0
    for name, write in _CAMPAIGNS.items():
        campaign_id = uuid5(_NAMESPACE, name)
        if db.session.get(Campaign, campaign_id) is None:
            write(_Desk(campaign_id, name, lead, coordinator, now))
            made += 1
    return made


@dataclass
class _Desk:
    """Where one campaign is written: who writes, when, and shorthand for each kind of part."""

    campaign_id: UUID
    name: str
    lead: Account
    coordinator: Account
    now: datetime
    count: int = 0
    campaign: Campaign = field(init=False)

    def day(self, number: int) -> date:
        """So many days from now."""
        return self.now.astimezone(LONDON).date() + timedelta(days=number)

    def begin(self, texts: dict[str, str], *, first: int, last: int, areas: tuple[str, ...] = (), serves: tuple[str, ...] = ()) -> None:
        places = {"is_national": not areas, "areas": [area for area in areas if area in AREAS]}
        dates = {"starts_on": self.day(first), "ends_on": self.day(last)}
        known = [one.key for one in list_commitments() if one.key in serves]
        values = {"name": self.name, "owner_id": self.coordinator.id, "team": [], "commitments": known, **places, **dates, **texts}
        self.campaign = make_campaign(self.campaign_id, values, by=self.coordinator.id, now=self.now)

    def add(self, model: type[Any], title: str, **values: Any) -> Any:
        self.count += 1
        part_id = uuid5(self.campaign_id, str(self.count))
        return add_part(model, part_id, self.campaign, {"title": title, **values}, by=self.coordinator.id, now=self.now)

    def act(self, title: str, due: int, doing: Doing = Doing.TODO, *, days: tuple[int | None, int | None] = (None, None)) -> None:
        """An action of the coordinator's, where it stands, and the days on which it began and was done."""
        action = self.add(Action, title, owner_id=self.coordinator.id, due_on=self.day(due), doing=Doing.TODO, note="")
        move_action(action, doing, self.campaign, by=self.coordinator.id, now=self.now)
        began, done = days
        if began is not None:
            action.started_on = self.day(began)
        if done is not None:
            action.done_on = self.day(done)

    def assess(self, about: AssessmentKind, title: str, text: str, state: AssessmentState) -> None:
        who = {"by_id": self.coordinator.id, "assessed_on": self.day(-30)}
        self.add(Assessment, title, about=about, text=text, state=state, **who)

    def aim(self, title: str, level: Level, measure: str, *, aim: tuple[str, float, float], due: int) -> Objective:
        unit, baseline, target = aim
        values = {"level": level, "measure": measure, "unit": unit, "baseline": baseline, "target": target, "due_on": self.day(due)}
        objective: Objective = self.add(Objective, title, **values)
        return objective

    def measure(self, objective: Objective, how: str, *values: tuple[int, float]) -> None:
        for number, value in values:
            about = {"objective_id": objective.id, "measured_on": self.day(number), "value": value}
            self.add(Measurement, how, **about, note="", by_id=self.coordinator.id)

    def pay(self, title: str, line: LineKind, planned: int, spent: int, hours: tuple[float, float] | None = None) -> None:
        """In pounds."""
        given = {"hours_planned": hours[0], "hours_given": hours[1]} if hours else {}
        self.add(BudgetLine, title, line=line, planned=planned * 100, spent=spent * 100, note="", **given)

    def watch(self, title: str, likelihood: int, impact: int, mitigation: str, reviewed: int | None) -> None:
        about = {"likelihood": likelihood, "impact": impact, "mitigation": mitigation, "owner_id": self.coordinator.id}
        self.add(Risk, title, **about, reviewed_on=None if reviewed is None else self.day(reviewed))

    def move(self, by: Account, *moves: Move, reason: str = "") -> None:
        for move in moves:
            move_campaign(self.campaign, move, asker=asker_of(by), by=by.id, reason=reason, now=self.now)


def _write_lanterns(desk: _Desk) -> None:
    """Live, half way, with something overdue."""
    _plan_lanterns(desk)
    met = desk.aim("Sixty bakers come to a meeting", Level.OUTPUT, "People at meetings", aim=("people", 0, 60), due=40)
    desk.measure(met, "Count at the door", (-28, 9), (-14, 22), (-3, 34))
    known = desk.aim("Four in five know an adviser to call", Level.OUTTAKE, "Share who can name one", aim=("%", 20, 80), due=45)
    desk.measure(known, "Paper survey", (-28, 25), (-7, 45))
    desk.add(Milestone, "First meeting", due_on=desk.day(-28), reached_on=desk.day(-28))
    desk.add(Milestone, "Half way", due_on=desk.day(4), reached_on=None)
    desk.act("Translate the leaflet", -20, Doing.DONE, days=(-38, -22))
    desk.act("Print the leaflets", -6, Doing.WAITING, days=(-15, None))
    desk.act("Ask the second bakery for a room", 0, Doing.STARTED, days=(-4, None))
    desk.act("Write to the chapel", 3)
    desk.act("Plan the last meeting", 20)
    desk.move(desk.lead, Move.APPROVE)
    desk.move(desk.coordinator, Move.START)


def _plan_lanterns(desk: _Desk) -> None:
    texts = {
        "purpose": "People in riverside workplaces know that they can tell the police about a crime, and with whom they can talk first.",
        "insight": "Talks with Harbour Light (invented): people fear that their names are passed on. They trust the bakeries.",
        "strategy": "The bakers’ forum invites, Harbour Light speaks, an officer comes only when asked to.",
        "implementation": "Six small meetings, leaflets in four languages beside the ovens, a telephone hour each week.",
        "scoring": "Counted at the door; a survey of three questions before and after, on paper, without names.",
    }
    desk.begin(texts, first=-40, last=45, areas=("west-yorkshire", "greater-manchester"), serves=("L3", "L4"))
    desk.add(Audience, "Night bakers", languages=["pl", "ro", "ku"])
    desk.add(Audience, "Riverside cleaners", languages=["pt", "es"])
    for about, title in (
        (AssessmentKind.EQUALITY, "Night work, childcare, steps at the chapel"),
        (AssessmentKind.PROTECTION, "No names are written down"),
    ):
        desk.assess(about, title, "Looked at with Harbour Light (invented). What was found is dealt with.", AssessmentState.AGREED)
    desk.pay("Harbour Light (invented), meetings and telephone hour", LineKind.PARTNER_HOURS, 2400, 1100, (120, 55))
    desk.pay("Leaflets in four languages", LineKind.PRINT, 650, 640)
    desk.pay("Interpreters at meetings", LineKind.TRANSLATION, 900, 420)
    desk.watch("Somebody is seen at a meeting and asked about it at work", 3, 5, "Meetings look like the forum’s usual ones", -20)
    desk.watch("Nobody comes in the first week", 3, 2, "The forum’s own invitation, twice", -20)
    desk.add(
        Decision,
        "No police van outside",
        reasons="Asked for by both bakeries.",
        decided_on=desk.day(-35),
        by_id=desk.coordinator.id,
    )
    desk.add(Link, "The forum’s page (invented)", url="https://bakers.example.org/forum")


def _write_quiet_hours(desk: _Desk) -> None:
    """A draft that still lacks something."""
    purpose = "People who cannot speak freely at home find a quiet hour with an adviser in their library."
    desk.begin({"purpose": purpose}, first=30, last=120, areas=("west-yorkshire",), serves=("L5",))
    desk.add(Audience, "Women who come to the reading hour", languages=["ur", "pa", "bn"])
    desk.aim("Ten libraries offer the hour", Level.OUTPUT, "Libraries with an hour each week", aim=("libraries", 1, 10), due=110)
    desk.watch("A partner waits outside", 3, 5, "The hour stands under another name in the programme", None)
    desk.act("Visit the first three libraries", 12)
    desk.add(Milestone, "First hour", due_on=desk.day(35), reached_on=None)


def _write_every_desk(desk: _Desk) -> None:
    """Closed, national, and waiting for its evaluation by the lead."""
    texts = {
        "purpose": "Whoever answers at a front desk knows the guidance, and says what it does and does not promise.",
        "insight": "Twelve invented test calls: three desks asked for papers first.",
        "strategy": "A card of one page, read aloud at the start of each shift for a fortnight.",
        "implementation": "Through the shift sergeants of all forces (invented).",
        "scoring": "Test calls again, by the same script.",
    }
    desk.begin(texts, first=-150, last=-20, serves=("L2",))
    desk.add(Audience, "Front desk staff", languages=["en", "cy"])
    for about in AssessmentKind:
        desk.assess(about, "Staff only", "Nobody’s data but rotas; easy-read card for those who want it.", AssessmentState.AGREED)
    desk.pay("Two advisers who wrote the card (invented)", LineKind.PARTNER_HOURS, 800, 800, (32, 32))
    desk.pay("Cards", LineKind.PRINT, 300, 280)
    desk.watch("The card says more than the guidance", 2, 5, "Each sentence has its source on the back", -30)
    told = desk.aim("Every desk has the card", Level.INPUT, "Desks with a card", aim=("desks", 0, 120), due=-100)
    desk.measure(told, "Returned slips", (-110, 60), (-98, 117))
    desk.aim("Test calls are answered by the guidance", Level.OUTCOME, "Calls answered so", aim=("%", 75, 95), due=-20)
    desk.act("Write the card", -120, Doing.DONE, days=(-148, -122))
    desk.act("Send the cards", -100, Doing.DONE, days=(-115, -101))
    desk.move(desk.lead, Move.APPROVE)
    desk.move(desk.coordinator, Move.START)
    desk.move(desk.coordinator, Move.CLOSE, reason="Every shift has read the card")
    change_campaign(desk.campaign, {"owner_id": desk.lead.id}, by=desk.coordinator.id, now=desk.now)


_CAMPAIGNS = {
    "Lanterns along the river (invented)": _write_lanterns,
    "Quiet hours at the library (invented)": _write_quiet_hours,
    "Every desk knows (invented)": _write_every_desk,
}
