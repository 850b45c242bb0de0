"""The demonstration's policies: the national guidance and a dozen forces, all invented, with every standing that a place can have."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import exists, select

from outreach.accounts.queries import find_by_email
from outreach.core.dates import LONDON
from outreach.core.db import db
from outreach.demo.accounts import DOMAIN
from outreach.demo.commitments import demo_id
from outreach.policies.models import Policy
from outreach.policies.operations import approve_policy, draft_policy
from outreach.policies.rules import Found, Tone

# place, what was found, days since it was read, days from then until the next look, whether a second person has read it
ENTRIES = (
    ("national", Found.LINK, 60, 365, True),
    ("west-yorkshire", Found.LINK, 400, 180, True),
    ("west-yorkshire", Found.LINK, 20, 180, True),
    ("greater-manchester", Found.LINK, 30, 180, True),
    ("merseyside", Found.TEXT, 90, 60, True),
    ("kent", Found.LINK, 45, 365, True),
    ("metropolitan", Found.LINK, 10, 365, False),
    ("avon-and-somerset", Found.LINK, 12, 365, True),
    ("dyfed-powys", Found.NOTHING, 25, 120, True),
    ("gwent", Found.LINK, 200, 300, True),
    ("sussex", Found.TEXT, 15, 365, True),
    ("derbyshire", Found.NOTHING, 8, 120, True),
    ("suffolk", Found.LINK, 5, 365, False),
    ("cumbria", Found.LINK, 100, 365, True),
    ("northumbria", Found.LINK, 130, 120, True),
)

# what readers of these areas are told
SENTENCES = {
    "kent": (
        Tone.ENCOURAGING,
        "Invented for this test site: this force asks officers to help a victim first and to ask later.",
    ),
    "gwent": (Tone.WARNING, "Invented for this test site: officers of this force can tell the Home Office what they know about a victim."),
}


def load_policies(*, now: datetime) -> None:
    """Enter them once; an installation that has an entry keeps what it has."""
    first, second = (find_by_email(f"{name}@{DOMAIN}") for name in ("lead", "second-lead"))
    if first is None or second is None or db.session.scalar(select(exists().where(Policy.id.is_not(None)))):
        return
    for number, (place, found, days, again, is_approved) in enumerate(ENTRIES, 1):
        read_at = now - timedelta(days=days)
        values = _values(place, found, number, read_at.astimezone(LONDON).date(), again)
        entry = draft_policy(demo_id(f"policy {number}"), place, values, by=first, now=read_at)
        if is_approved:
            approve_policy(entry, by=second, now=read_at + timedelta(hours=20))


def _values(place: str, found: Found, number: int, read_on: date, again: int) -> dict[str, object]:
    is_there = found is not Found.NOTHING
    tone, sentence = SENTENCES.get(place, ("", ""))
    return {
        "found": found,
        "url": f"https://example.org/invented/policies/{place}" if found is Found.LINK else "",
        "wording": "“Officers put the victim first.” (Invented words of an invented policy.)" if found is Found.TEXT else "",
        "edition": f"{number % 3 + 1}.{number % 4} (invented)" if is_there else "",
        "dated_on": read_on - timedelta(days=200) if is_there else None,
        "differences": "" if place == "national" else "Invented: it says nothing about a second reader of each decision.",
        "for_readers": sentence,
        "tone": tone,
        "look_again_on": read_on + timedelta(days=again),
    }
