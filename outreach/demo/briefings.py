"""The demonstration's briefings: two materials over the 43 forces, with every gap that there can be. All of it is invented, and says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import exists, select

from outreach.accounts.models import Account
from outreach.accounts.queries import find_by_email
from outreach.briefings.issuing import Session, acknowledge, correct, issue, reissue
from outreach.briefings.models import Briefing, Edition, Issue
from outreach.briefings.operations import approve_edition, draft_edition, make_briefing, note_look, set_target
from outreach.briefings.queries import get_edition, get_issue
from outreach.briefings.rules import Count, Gravity, Held, Means, Team
from outreach.core.areas import AREAS
from outreach.core.dates import LONDON
from outreach.core.db import db
from outreach.demo.accounts import DOMAIN
from outreach.demo.commitments import demo_id

FIRST: dict[str, Any] = {
    "title": "Somebody tells you about a crime (invented)",
    "about": "What the national guidance asks of whoever talks first with a victim or a witness. Invented for this demonstration.",
    "commitments": ["L2"],
}
SECOND: dict[str, Any] = {
    "title": "Before you share: three questions (invented)",
    "about": "What to ask oneself before details of a victim go to Immigration Enforcement. Invented for this demonstration.",
    "commitments": ["L2", "L4"],
}
FIRST_WORDS = """This briefing is invented. Its facts are from the National Police Chiefs’ Council: letter of 25 January 2022, news \
release of 7 December 2018.

The police priority is to protect victims and to investigate crime. Whoever tells you about a crime is, first and foremost, a victim.

Do not look into a database only to find out a victim’s immigration status.

The same release calls it “right” to tell Immigration Enforcement of a suspected offence. Details of victims can be shared: never promise \
that they are not."""
SECOND_WORDS = """This briefing is invented.

Before details of a victim go to Immigration Enforcement, ask: What is it for? Who decides? What is written down?

The guidance is not law. It asks officers not to take immigration action themselves."""
THIRD_WORDS = f"""{SECOND_WORDS}

A second officer reads the reasons before anything is sent (an invented step)."""
QUESTION_ONE = {
    "question": "A victim asks whether the Home Office will hear of her. What do you say?",
    "answer_a": "That it never will",
    "answer_b": "That it can happen, and that an independent adviser can explain it",
    "answer_c": "Nothing: it is not a police matter",
    "answer_d": "",
    "right_answer": "b",
    "why": "Details can be shared, so that nothing else can be promised.",
}
QUESTION_TWO = {
    "question": "What has to be there before details are shared?",
    "answer_a": "A reason that is written down",
    "answer_b": "The victim’s passport",
    "answer_c": "A form of the Home Office",
    "answer_d": "Nothing",
    "right_answer": "a",
    "why": "Whoever looks at it later has to see why it was done.",
}
TEAMS = (Team.RESPONSE, Team.CONTROL_ROOM, Team.FRONT_DESK)


@dataclass
class _Desk:
    """Who writes and issues, and when now is."""

    lead: Account
    second: Account
    coordinator: Account
    now: datetime

    def ago(self, days: int) -> datetime:
        return self.now - timedelta(days=days)

    def day(self, number: int) -> date:
        return self.now.astimezone(LONDON).date() + timedelta(days=number)

    def write(self, material: Briefing, words: str, question: dict[str, str], days: int, changes: str = "") -> Edition:
        """A version that two people have read, so many days ago."""
        values = {"held": Held.TEXT, "wording": words, "url": "", "gravity": Gravity.MEANING, "changes": changes, **question}
        edition_id = demo_id(f"version {material.title} {days}")
        draft_edition(edition_id, material, values, by=self.lead, now=self.ago(days + 3))
        edition = get_edition(edition_id)
        approve_edition(edition, by=self.second, now=self.ago(days))
        return edition

    def hand_out(self, material: Briefing, area: str, team: Team, headcount: int, *, days: int, due: int) -> Issue:
        """An issue of so many days ago, due in so many days (less than none: overdue)."""
        made = issue(
            demo_id(f"issue {material.title} {area} {team}"), material, area=area, team=team, headcount=headcount,
            due_on=self.day(due), by=self.lead, now=self.ago(days),
        )  # fmt: skip
        return get_issue(made.id, scope=self.lead.scope)

    def hear(self, one: Issue, reached: int, right: int, *, days: int, means: Means = Means.IN_PERSON, answered: int | None = None) -> None:
        """What a force has told, so many days ago."""
        count = Count(reached, reached if answered is None else answered, right)
        session = Session(count, self.day(-days), means, "Training unit, by mail (invented)")
        acknowledge(demo_id(f"heard {one.id} {days}"), one, session, by=self.lead, now=self.ago(days))


def load_briefings(*, now: datetime) -> None:
    """Make them once; an installation that has material keeps what it has."""
    people = [find_by_email(f"{name}@{DOMAIN}") for name in ("lead", "second-lead", "coordinator")]
    lead, second, coordinator = people
    if lead is None or second is None or coordinator is None or db.session.scalar(select(exists().where(Briefing.id.is_not(None)))):
        return
    desk = _Desk(lead, second, coordinator, now)
    places = "GOV.UK, the sites of the Home Office and of the NPCC, a search engine (invented look for this demonstration)"
    note_look(demo_id("look 1"), looked_on=desk.day(-120), places=places, is_found=False, url="", by=second, now=desk.ago(120))
    note_look(demo_id("look 2"), looked_on=desk.day(-12), places=places, is_found=False, url="", by=lead, now=desk.ago(12))
    _load_first(desk)
    _load_second(desk)
    db.session.flush()


def _load_first(desk: _Desk) -> None:
    """Version 1 holds. Most forces have it; some have not answered, some are below the target, some have nothing."""
    material = make_briefing(demo_id("briefing 1"), **FIRST, by=desk.lead, now=desk.ago(80))
    desk.write(material, FIRST_WORDS, QUESTION_ONE, 75)
    set_target(material, percent=90, on=desk.day(36), by=desk.lead, now=desk.ago(75))
    for place, area in enumerate(AREAS):
        if place % 6 == 0:
            continue
        for number, team in enumerate(TEAMS[: 1 + place % 3]):
            headcount = 40 + (place * 37 + number * 53) % 260
            one = desk.hand_out(material, area, team, headcount, days=60 - place % 9, due=(-9, 4, 12)[place // 6 % 3])
            if place % 6 != 5:
                reached = headcount * (97, 94, 71, 92)[place % 4] // 100
                desk.hear(one, reached, reached * (88, 81, 64)[number] // 100, days=20 - place % 7)


def _load_second(desk: _Desk) -> None:
    """Version 2 changed the meaning: issues of version 1 are out of date, but for those of one region, which were issued anew."""
    material = make_briefing(demo_id("briefing 2"), **SECOND, by=desk.lead, now=desk.ago(50))
    desk.write(material, SECOND_WORDS, QUESTION_TWO, 45)
    set_target(material, percent=80, on=desk.day(60), by=desk.lead, now=desk.ago(45))
    made = []
    for place, (slug, area) in enumerate(AREAS.items()):
        if area.region in ("Yorkshire and the Humber", "North West", "London", "Wales"):
            one = desk.hand_out(material, slug, Team.RESPONSE, 60 + (place * 29) % 180, days=40, due=-12)
            desk.hear(one, one.headcount * 9 // 10, one.headcount * 7 // 10, days=18, means=Means.READ)
            made.append(one)
    desk.write(material, THIRD_WORDS, QUESTION_TWO, 8, "A second officer reads the reasons (invented).")
    anew = {one.id for one in made if AREAS[one.area].region in ("Wales", "London")}
    again = reissue(material, anew, number=2, due_on=desk.day(15), by=desk.lead, now=desk.ago(6))
    for number, fresh in enumerate(again):
        if number % 3 == 2:
            continue
        one = get_issue(fresh.id, scope=desk.lead.scope)
        desk.hear(one, one.headcount * (85, 60)[number % 2] // 100, one.headcount // 2, days=4, means=Means.ONLINE)
    _load_small(desk, material)


def _load_small(desk: _Desk, material: Briefing) -> None:
    """A team so small that its result is not shown, and a number that was corrected."""
    one = desk.hand_out(material, "kent", Team.VICTIM_CARE, 9, days=7, due=14)
    desk.hear(one, 4, 3, days=5)
    two = desk.hand_out(material, "surrey", Team.FRONT_DESK, 25, days=7, due=14)
    first = Session(Count(24, 24, 20), desk.day(-5), Means.IN_PERSON, "Training unit, by mail (invented)")
    wrong = acknowledge(demo_id("heard wrong"), two, first, by=desk.lead, now=desk.ago(5))
    better = Session(Count(21, 20, 17), desk.day(-5), Means.IN_PERSON, "Training unit, by telephone (invented)")
    correct(demo_id("heard right"), wrong, two, better, reason="Three had been counted twice (invented).", by=desk.lead, now=desk.ago(3))
