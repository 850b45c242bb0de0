"""Ten thousand events to measure on, over two years and the areas of whoever asks; the same ones on every call."""

from __future__ import annotations

import random
from datetime import time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from bench.programme import AREA, NOW, SCOPE
from outreach.campaigns.models import Campaign
from outreach.content.library import Gravity
from outreach.content.models import RevisionRow, UnitRow
from outreach.core.db import db
from outreach.core.text import revision_id
from outreach.events.models import Event, EventLanguage, EventStaff
from outreach.events.rules import ZONE, Attends, Kind, Need, StaffRole, State, Visibility, Whereabouts, instants_of

EVENTS = 10_000
_DAYS = 365  # before now and after
_TAGS = ("ur", "pl", "ar", "ro", "so")


def fill_events(lead_id: UUID) -> None:
    """Write them, each with texts, a language and somebody who works there, and commit. Needs the programme, and an application context."""
    chance = random.Random(2)
    campaigns = list(db.session.scalars(select(Campaign.id).order_by(Campaign.name)))
    events = [_event(number, chance, campaigns, lead_id) for number in range(EVENTS)]
    texts = [(event[key], f"{key} of event {event['id']}") for event in events for key in ("title_key", "summary_key")]
    db.session.execute(insert(UnitRow), [{"key": key, "kind": int(Gravity.MEANING), "english": english} for key, english in texts])
    first = [{"unit_key": key, "place": 0, "revision": revision_id(english), "text": english} for key, english in texts]
    db.session.execute(insert(RevisionRow), first)
    db.session.execute(insert(Event), events)
    spoken = [{"event_id": event["id"], "language": chance.choice(_TAGS), "need": Need.NEEDED} for event in events]
    db.session.execute(insert(EventLanguage), spoken)
    db.session.execute(insert(EventStaff), [{"event_id": event["id"], "account_id": lead_id, "role": StaffRole.LEAD} for event in events])
    db.session.commit()


def _event(number: int, chance: random.Random, campaigns: list[UUID], lead_id: UUID) -> dict[str, Any]:
    event_id, held_on = UUID(int=chance.getrandbits(128), version=4), NOW.date() + timedelta(days=chance.randint(-_DAYS, _DAYS))
    starts = time(chance.randint(8, 18), chance.choice((0, 30)))
    ends = time(starts.hour + 2, starts.minute)
    starts_at, ends_at = instants_of(held_on, starts, ends)
    texts = ("cancelled_because", "purpose", "agreed_by", "join_url", "host_name", "host_email", "safeguarding", "risks", "contact_key")
    when = {"held_on": held_on, "starts": starts, "ends": ends, "zone": ZONE, "starts_at": starts_at, "ends_at": ends_at}
    what = {"kind": chance.choice(list(Kind)), "state": State.SCHEDULED, "visibility": Visibility.INTERNAL, "attends": Attends.NO_POLICE}
    truths = dict.fromkeys(("is_changed", "shows_place", "shows_join", "immigration_enforcement"), False)
    return {
        "id": event_id,
        "area": AREA if number % 3 == 0 else chance.choice(SCOPE),
        "campaign_id": chance.choice(campaigns),
        "whereabouts": Whereabouts.ONLINE,
        "title_key": f"event/{event_id}/title",
        "summary_key": f"event/{event_id}/summary",
        "sequence": 0,
        "made_by_id": lead_id,
        "made_at": NOW,
        "changed_at": NOW,
        "version": 1,
        **dict.fromkeys(texts, ""),
        **when,
        **what,
        **truths,
    }
