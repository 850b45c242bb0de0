"""The mail about what was issued to an area, to its own leads and coordinators."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask import current_app

from outreach.briefings.labels import TEAMS, area_name, team_label
from outreach.briefings.models import Briefing, Edition, Issue
from outreach.briefings.rules import Team
from outreach.core.config import Config
from outreach.outbox.render import MailKind, put
from outreach.outbox.rules import Category

ISSUED = MailKind(
    "briefings/issued",
    Category.PROGRAMME,
    "staff",
    lambda: {
        "name": "Ceri Morgan",
        "title": "Before you share: three questions",
        "number": 2,
        "area": "Gwent",
        "teams": [TEAMS[Team.RESPONSE], TEAMS[Team.CONTROL_ROOM]],
        "headcount": 240,
        "due_on": date(2026, 12, 17),
        "is_again": True,
        "changes": "The second question asks for the reason.",
        "link": "https://outreach.example.org/manage/briefings/issues",
    },
)

MAILS = (ISSUED,)


def note_issued(
    name: str, address: str, language: str, briefing: Briefing, edition: Edition, issues: Sequence[Issue], *, is_again: bool, key: str,
    now: datetime,
) -> bool:  # fmt: skip
    """Tell somebody of a version that was issued to teams of their area, or issued anew. False when *key* was used already."""
    config: Config = current_app.config["OUTREACH"]
    place = f"/{issues[0].id}" if len(issues) == 1 else f"?area={issues[0].area}&material={briefing.id}"
    about: dict[str, Any] = {
        "name": name,
        "title": briefing.title,
        "number": edition.number,
        "area": area_name(issues[0].area),
        "teams": [team_label(one.team, one.team_name) for one in issues],
        "headcount": sum(one.headcount for one in issues),
        "due_on": issues[0].due_on,
        "is_again": is_again,
        "changes": edition.changes if is_again else "",
        "link": f"{config.public_url}/manage/briefings/issues{place}",
    }
    return put(ISSUED, to=address, language=language, key=key, now=now, **about)
