"""What came of the demonstration's events, and two answers to what was heard: one published, one a draft. All invented."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select

from outreach.accounts.models import Account
from outreach.accounts.queries import find_by_email
from outreach.campaigns.queries import asker_of
from outreach.core.dates import LONDON
from outreach.core.db import db
from outreach.demo.accounts import DOMAIN
from outreach.demo.commitments import demo_id
from outreach.events.assigning import Act
from outreach.events.models import Event
from outreach.events.queries import Title, get_event
from outreach.events.rules import State
from outreach.outcomes.models import Outcome
from outreach.outcomes.operations import record_outcome
from outreach.outcomes.rules import Quality, Split, Theme, count_of
from outreach.replies.operations import publish_reply, write_reply

# title: how many attended, by what they are counted, the numbers, what was heard, in a few words
HEARD: dict[str, tuple[int, Split, dict[str, int], tuple[Theme, ...], str]] = {
    "Tea after work": (6, Split.NONE, {}, (Theme.SHARING, Theme.TRUST), ""),
    "Tea at noon": (3, Split.NONE, {}, (Theme.WORK,), ""),
    "Tea and bread": (8, Split.NONE, {}, (Theme.WORK, Theme.THREATS), "Pay that is kept back is spoken of again and again (invented)."),
    "Tea with music": (0, Split.NONE, {}, (Theme.EVENT,), "Nobody came: the street was closed (invented)."),
    "Whom can I ask?": (24, Split.LANGUAGE, {"ar": 15, "ku": 7, "fa": 2}, (Theme.REPORTING, Theme.SUPPORT, Theme.OFFICERS), ""),
    "Training of front desks": (18, Split.NONE, {}, (Theme.OFFICERS, Theme.INTERPRETING), ""),
    "Questions by the harbour": (13, Split.LANGUAGE, {"pl": 13}, (Theme.WORK, Theme.SHARING), ""),
    "An evening for carers": (16, Split.LANGUAGE, {"ur": 12, "pa": 4}, (Theme.HOME, Theme.INTERPRETING), "Women ask for women (invented)."),
    "Bakers’ evening": (21, Split.COMMUNITY, {"Night bakers": 21}, (Theme.SHARING, Theme.WORK), "A card for the pocket (invented)."),
    "Coffee by the river": (9, Split.NONE, {}, (Theme.TRUST,), ""),
    "What the card says": (40, Split.NONE, {}, (Theme.OFFICERS,), ""),
}  # fmt: skip
INTERPRETED = {
    "Whom can I ask?": [("ar", Quality.GOOD)],
    "An evening for carers": [("ur", Quality.ADEQUATE)],
    "Coffee by the river": [("pl", Quality.ABSENT)],
}
GIVEN = {"Bakers’ evening": [("en", 20), ("pl", 12)], "Whom can I ask?": [("ar", 30), ("ku", 3)]}
RAISED = {
    "Bakers’ evening": "Print the card with the bakery’s own heading",
    "An evening for carers": "Find a second interpreter for Punjabi",
}


def load_outcomes(*, now: datetime) -> None:
    """Record them once, after the events; an installation that has an outcome keeps what it has. The latest event waits for its lead."""
    lead, second = (find_by_email(f"{name}@{DOMAIN}") for name in ("lead", "second-lead"))
    if lead is None or second is None or db.session.scalar(select(exists().where(Outcome.event_id.is_not(None)))):
        return
    doer = Act(asker_of(lead), lead.id, now)
    wanted = select(Event.id, Title.english).join(Title, Event.title_key == Title.key)
    rows = db.session.execute(wanted.where(Event.ends_at <= now, Event.state == State.SCHEDULED).order_by(Event.starts_at)).all()
    ids = {title: event_id for event_id, title in rows if title in HEARD}
    for title, event_id in ids.items():
        record_outcome(get_event(event_id, asker=doer.asker, is_locked=True), _values(title, lead, now), doer)
        db.session.flush()
    if {"Bakers’ evening", "Whom can I ask?"} <= ids.keys():
        _answer(ids, lead, second, now)


def _values(title: str, lead: Account, now: datetime) -> dict[str, Any]:
    attended, split, groups, themes, note = HEARD[title]
    due_on = now.astimezone(LONDON).date()
    raised = [(demo_id(f"action after {title}"), RAISED[title], lead.id, due_on)] if title in RAISED else []
    return {
        "attended": count_of(attended),
        "split": split,
        "groups": [(name, count_of(number)) for name, number in groups.items()],
        "themes": list(themes),
        "note": note,
        "materials": [(tag, count_of(number)) for tag, number in GIVEN.get(title, [])],
        "interpreting": INTERPRETED.get(title, []),
        "actions": raised,
    }


def _answer(ids: dict[str, UUID], lead: Account, second: Account, now: datetime) -> None:
    """West Yorkshire is answered; Greater Manchester’s answer waits for a second reader."""
    told = {
        "basis": f"event/{ids['Bakers’ evening']}",
        "themes": [Theme.SHARING],
        "heard": "Invented for this test site: you asked for the answer on a card that fits into a pocket.",
        "done": "Invented for this test site: we printed the card, and bakeries hand it out.",
    }
    published = write_reply(demo_id("answer west-yorkshire"), "west-yorkshire", told, by=lead, now=now)
    publish_reply(published, by=second, now=now)
    draft = {
        "basis": f"event/{ids['Whom can I ask?']}",
        "themes": [Theme.SUPPORT],
        "heard": "Invented for this test site: you asked where else to find help.",
        "done": "Invented for this test site: we brought advisers to the library.",
    }
    write_reply(demo_id("answer greater-manchester"), "greater-manchester", draft, by=second, now=now)
