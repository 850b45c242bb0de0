"""The demonstration's events: past and to come, in four areas, with series across a clock change. Every name and address is invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import exists, select

from outreach.accounts.models import Account
from outreach.accounts.queries import find_by_email
from outreach.campaigns.models import Campaign
from outreach.campaigns.queries import asker_of
from outreach.commitments.queries import list_commitments
from outreach.content.library import Translation
from outreach.content.operations import save_translation
from outreach.content.queries import find_units
from outreach.core.dates import LONDON, in_london
from outreach.core.db import db
from outreach.demo.accounts import DOMAIN
from outreach.events.assigning import Act
from outreach.events.models import Event, Interpreter, Venue
from outreach.events.operations import cancel_event, change_event, schedule
from outreach.events.queries import find_series_events, values_of
from outreach.events.records import add_record
from outreach.events.recurrence import Plan
from outreach.events.rules import Attends, Kind, Need, StaffRole, Visibility, Whereabouts
from outreach.events.series import schedule_series
from outreach.partners.models import Organisation

_NAMESPACE = UUID("1a6f3a0e-7d0b-4f0e-9d1f-5b0a4f0c8e21")
VENUES = {
    "hall": ("Lantern Hall (invented)", "west-yorkshire", "1 Invented Row, Leeds", True),
    "library": ("Riverside Library (invented)", "greater-manchester", "2 Nowhere Street, Salford", True),
    "chapel": ("Chapel of the Three Bridges (invented)", "west-yorkshire", "3 Imagined Lane, Bradford", False),
}
INTERPRETERS = {
    "ur": ("Ines Quillfeather (invented)", "Wordbridge (invented)", ("ur", "pa")),
    "pl": ("Piotr Lampwick (invented)", "Wordbridge (invented)", ("pl", "ro")),
    "ar": ("Amal Featherstone (invented)", "", ("ar", "ku", "ckb")),
}
HOST = "Harbour Light (invented)"
SUMMARY = "Come and ask. Nobody has to give a name."
URDU = {
    SUMMARY: "آئیں اور پوچھیں۔ کسی کو نام بتانا ضروری نہیں۔",
    "Tea and questions": "چائے اور سوال",
    "Cake at the chapel": "گرجا گھر میں کیک",
    "Questions online": "آن لائن سوال",
    "Tuesday table": "منگل کی نشست",
}
"""Texts of public events as a machine has translated them. The open day is left in English: readers see how that is said."""


def load_events(*, now: datetime) -> int:
    """Make them once, after accounts and campaigns; an installation that has an event keeps what it has. Returns how many were made."""
    lead, coordinator = (find_by_email(f"{name}@{DOMAIN}") for name in ("lead", "coordinator"))
    if lead is None or coordinator is None or db.session.scalar(select(exists().where(Event.id.is_not(None)))):
        return 0
    desk = _Desk(lead, coordinator, now)
    desk.enter_records()
    for write in (_long_past, _past, _near, _later, _by_rule):
        write(desk)
    _translate(now.date())
    return desk.count


@dataclass
class _Desk:
    """Who writes, when, and shorthand for what most events have in common."""

    lead: Account
    coordinator: Account
    now: datetime
    count: int = 0

    def day(self, number: int) -> date:
        """So many days from now."""
        return self.now.astimezone(LONDON).date() + timedelta(days=number)

    def act(self) -> Act:
        return Act(asker_of(self.lead), self.lead.id, self.now)

    def id_of(self, name: str) -> UUID:
        return uuid5(_NAMESPACE, name)

    def enter_records(self) -> None:
        for key, (name, area, address, is_agreed) in VENUES.items():
            agreed = {"agreed_by": "The warden (invented)" if is_agreed else "", "agreed_on": self.day(-60) if is_agreed else None}
            about = {"name": name, "area": area, "address": address, "transport": "Bus 12 to the bridge (invented)", **agreed}
            facilities = {"is_step_free": key != "chapel", "has_hearing_loop": key == "hall", "has_prayer_space": key == "chapel"}
            add_record(Venue, self.id_of(key), {**about, **facilities}, self.act())
        for key, (name, agency, languages) in INTERPRETERS.items():
            email = f"{name.split()[0].lower()}@words.example"
            person: dict[str, Any] = {"name": name, "agency": agency, "email": email, "languages": list(languages)}
            add_record(Interpreter, self.id_of(key), person, self.act())

    def values(self, title: str, on: int, hours: tuple[int, int], *, at: str = "", **more: Any) -> dict[str, Any]:
        """What an event is made of. *at* names a venue; without it the event is online unless *more* says otherwise."""
        place: dict[str, Any] = (
            {"whereabouts": Whereabouts.VENUE, "venue_id": self.id_of(at)} if at else {"whereabouts": Whereabouts.ONLINE}
        )
        texts = ("statement", "purpose", "agreed_by", "join_url", "host_name", "host_email", "contact_key", "safeguarding", "risks")
        plain = dict.fromkeys(texts, "")
        given: dict[str, Any] = {
            "title": title,
            "summary": SUMMARY,
            "kind": Kind.DROP_IN,
            "area": VENUES[at][1] if at else "west-yorkshire",
            "held_on": self.day(on),
            "starts": time(hours[0]),
            "ends": time(hours[1]),
            "venue_id": None,
            "agreed_on": None,
            "host_organisation_id": None,
            "shows_place": False,
            "shows_join": False,
            "campaign_id": None,
            "commitments": [],
            "audiences": [],
            "languages": [],
            "staff": [(self.coordinator.id, StaffRole.LEAD)],
            "capacity": None,
            "attends": Attends.NO_POLICE,
            "immigration_enforcement": False,
            "visibility": Visibility.INTERNAL,
        }
        return {**plain, **given, **place, **more}

    def add(self, title: str, on: int, hours: tuple[int, int], **more: Any) -> Event:
        self.count += 1
        return schedule(self.id_of(f"{title} {on}"), self.values(title, on, hours, **more), self.act())

    def repeat(self, title: str, rule: str, first_on: date, hours: tuple[int, int], **more: Any) -> list[Event]:
        values = self.values(title, 0, hours, **more)
        events = schedule_series(self.id_of(title), Plan(rule, first_on), {**values, "held_on": first_on}, self.act())
        self.count += len(events)
        return events

    def interpreted(self, tag: str, need: Need, *, by: str = "") -> tuple[str, Need, UUID | None]:
        return (tag, need, self.id_of(by) if by else None)

    def campaign(self, name: str) -> UUID | None:
        return db.session.scalar(select(Campaign.id).where(Campaign.name.startswith(name)))

    def serves(self, *keys: str) -> list[str]:
        return [one.key for one in list_commitments() if one.key in keys]


def _past(desk: _Desk) -> None:
    lanterns = desk.campaign("Lanterns")
    desk.add("Bakers’ evening", -28, (18, 20), at="hall", campaign_id=lanterns, audiences=["Night bakers"], commitments=desk.serves("L3"))
    languages = [desk.interpreted("pl", Need.CONFIRMED, by="pl")]
    desk.add("Coffee by the river", -14, (10, 12), at="library", campaign_id=lanterns, languages=languages, visibility=Visibility.PUBLIC)
    desk.add("What the card says", -9, (9, 10), kind=Kind.BRIEFING, area=None, attends=Attends.UNIFORMED, commitments=desk.serves("L2"))
    desk.add(
        "Stall at the market", -5, (9, 15), kind=Kind.STALL, area="kent", attends=Attends.UNIFORMED, whereabouts=Whereabouts.HOST_TELLS
    )


def _long_past(desk: _Desk) -> None:
    """Small ones and larger ones of the last quarters, for what was heard at them."""
    lanterns = desk.campaign("Lanterns")
    for number, (title, ago) in enumerate(
        (("Tea after work", -130), ("Tea at noon", -120), ("Tea and bread", -110), ("Tea with music", -100))
    ):
        desk.add(title, ago, (12 + number, 13 + number), at="hall", campaign_id=lanterns, audiences=["Night bakers", "Cleaners"])
    desk.add(
        "Whom can I ask?", -75, (17, 19), kind=Kind.WORKSHOP, at="library", languages=[desk.interpreted("ar", Need.CONFIRMED, by="ar")]
    )
    desk.add("Training of front desks", -61, (9, 12), kind=Kind.TRAINING, area="greater-manchester", attends=Attends.UNIFORMED)
    desk.add("Questions by the harbour", -47, (11, 13), area="kent", languages=[desk.interpreted("pl", Need.CONFIRMED, by="pl")])
    desk.add("An evening for carers", -36, (18, 20), at="hall", languages=[desk.interpreted("ur", Need.CONFIRMED, by="ur")])


def _near(desk: _Desk) -> None:
    lanterns = desk.campaign("Lanterns")
    booked = [desk.interpreted("ur", Need.BOOKED, by="ur"), desk.interpreted("pa", Need.NEEDED)]
    shown = {"shows_place": True, "visibility": Visibility.PUBLIC, "attends": Attends.PLAIN_CLOTHES}
    desk.add("Tea and questions", 2, (14, 16), at="hall", campaign_id=lanterns, languages=booked, capacity=30, **shown)
    safe = {"safeguarding": "A second room, and somebody who waits at the door.", "risks": "Somebody is seen going in."}
    host = db.session.scalar(select(Organisation.id).where(Organisation.name == HOST))
    hosted: dict[str, Any] = {"host_organisation_id": host, "host_name": HOST, "host_email": "desk@harbour.example"}
    hidden = {"whereabouts": Whereabouts.HOST_TELLS, **hosted}
    desk.add("A quiet hour", 4, (11, 12), languages=[desk.interpreted("ar", Need.CONFIRMED, by="ar")], **safe, **hidden)
    desk.add("Advisory group", 6, (17, 19), at="library", kind=Kind.ADVISORY, visibility=Visibility.PARTNERS, **hosted)
    polish = {"languages": [desk.interpreted("pl", Need.NOT_NEEDED)], "visibility": Visibility.PUBLIC}
    flooded = desk.add("Cake at the chapel", 8, (15, 17), at="chapel", **polish)
    cancel_event(flooded, "The chapel is flooded (invented)", desk.act())


def _later(desk: _Desk) -> None:
    desk.add("How to interpret at a desk", 12, (9, 12), kind=Kind.TRAINING, capacity=12, staff=[(desk.lead.id, StaffRole.SPEAKER)])
    desk.add("An hour on the radio", 15, (20, 21), kind=Kind.MEDIA, area="south-wales", staff=[(desk.lead.id, StaffRole.SPEAKER)])
    told: dict[str, Any] = {"immigration_enforcement": True, "statement": "Somebody from Immigration Enforcement is there (invented)."}
    told |= {"visibility": Visibility.PUBLIC, "contact_key": "own-language"}
    desk.add("Open day of all services", 20, (10, 15), kind=Kind.STALL, at="library", attends=Attends.UNIFORMED, **told)
    desk.add("Workshop for advisers", 26, (13, 16), kind=Kind.WORKSHOP, area="kent", visibility=Visibility.PARTNERS)
    spoken = [desk.interpreted("ur", Need.CONFIRMED, by="ur"), desk.interpreted("ar", Need.CONFIRMED, by="ar")]
    joining = {"join_url": "https://meet.example.org/questions-online", "shows_join": True}
    desk.add("Questions online", 33, (18, 19), kind=Kind.WEBINAR, area=None, languages=spoken, visibility=Visibility.PUBLIC, **joining)


def _by_rule(desk: _Desk) -> None:
    """A series across the next clock change, one of it on another day; and one each month."""
    change = next(desk.day(number) for number in range(1, 400) if _is_clock_change(desk.day(number)))
    first = change - timedelta(days=(change.weekday() - 1) % 7 + 21)  # Tuesdays
    first = max(first, desk.day(1) + timedelta(days=(1 - desk.day(1).weekday()) % 7))
    needed = [desk.interpreted("ro", Need.NEEDED)]
    shown: dict[str, Any] = {"visibility": Visibility.PUBLIC, "contact_key": "adviser"}
    weekly = desk.repeat(
        "Tuesday table", "FREQ=WEEKLY;BYDAY=TU;COUNT=8", first, (10, 11), at="library", languages=needed, staff=[], **shown
    )
    moved = find_series_events(weekly[0].series_id or weekly[0].id)[2]
    values = {**_present(moved), "held_on": moved.held_on + timedelta(days=1)}
    change_event(moved, values, desk.act())
    desk.repeat("Evening for drivers", "FREQ=WEEKLY;INTERVAL=4;COUNT=4", desk.day(9), (21, 22), area="south-wales", staff=[])


def _translate(on: date) -> None:
    """Give the texts of public events their Urdu, as an import would."""
    keys = db.session.execute(select(Event.title_key, Event.summary_key).where(Event.visibility == Visibility.PUBLIC)).all()
    db.session.flush()
    for key, unit in find_units({key for row in keys for key in row if key}).items():
        if unit.english in URDU:
            save_translation(key, "ur", Translation(URDU[unit.english], unit.revisions[-1].id, by="mt", on=on))


def _present(event: Event) -> dict[str, Any]:
    """Everything that the event is made of now."""
    names = [column.name for column in Event.__table__.c]
    return {name: getattr(event, name) for name in names} | values_of(event)


def _is_clock_change(on: date) -> bool:
    """Whether the clocks are changed in the night before *on*."""
    before, after = (in_london(day, time(12)).hour for day in (on - timedelta(days=1), on))
    return before != after
