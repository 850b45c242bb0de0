"""A programme to measure on: 100 campaigns with 100 actions and 12 milestones each; the same one on every call."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from outreach.accounts.models import Account, AccountArea
from outreach.accounts.rules import Kind, Role
from outreach.campaigns.models import Action, Campaign, CampaignArea, Milestone
from outreach.campaigns.rules import Doing, State
from outreach.core.areas import AREAS
from outreach.core.db import db

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
AREA = "kent"
CAMPAIGNS, ACTIONS, MILESTONES = 100, 100, 12
SCOPE = list(AREAS)[:30]  # of whoever asks
_PEOPLE = 20


def fill_programme() -> UUID:
    """Write it, commit it, and return the id of a lead who sees all of it. Needs an application context."""
    chance = random.Random(1)
    people = [_id(chance) for _ in range(_PEOPLE)]
    db.session.execute(insert(Account), [_account(person_id, number) for number, person_id in enumerate(people)])
    db.session.execute(insert(AccountArea), [{"account_id": people[0], "area": area} for area in SCOPE])
    campaigns = [_campaign(number, chance, people) for number in range(CAMPAIGNS)]
    db.session.execute(insert(Campaign), campaigns)
    places = [{"campaign_id": one["id"], "area": area} for one in campaigns for area in {AREA, *chance.sample(SCOPE, 3)}]
    db.session.execute(insert(CampaignArea), places)
    db.session.execute(insert(Action), [_action(one, number, chance, people) for one in campaigns for number in range(ACTIONS)])
    db.session.execute(insert(Milestone), [_milestone(one, number, chance) for one in campaigns for number in range(MILESTONES)])
    db.session.commit()
    return people[0]


def _id(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


def _account(person_id: UUID, number: int) -> dict[str, Any]:
    role = Role.LEAD if number == 0 else Role.COORDINATOR
    what = {"role": role, "kind": Kind.POLICE, "organisation": "A force", "is_national": False, "language": "en", "version": 1}
    who = {"id": person_id, "email": f"p{number}@police.example", "name": f"Person {number}", "fs_uniquifier": f"u{number}"}
    return {**who, **what, "invited_at": NOW, "joined_at": NOW}


def _campaign(number: int, chance: random.Random, people: list[UUID]) -> dict[str, Any]:
    starts_on = NOW.date() + timedelta(days=chance.randint(-200, 60))
    texts = dict.fromkeys(("purpose", "insight", "strategy", "implementation", "scoring"), "People know whom they can ask. " * 8)
    return {
        "id": _id(chance),
        "name": f"Campaign {number:03} along the river",
        "owner_id": chance.choice(people),
        "state": State.LIVE,
        "starts_on": starts_on,
        "ends_on": starts_on + timedelta(days=chance.randint(60, 240)),
        "is_national": False,
        **texts,
        "learning": "",
        "made_at": NOW,
        "changed_at": NOW,
        "version": 1,
    }


def _day(campaign: dict[str, Any], chance: random.Random) -> date:
    first: date = campaign["starts_on"]
    return first + timedelta(days=chance.randint(0, (campaign["ends_on"] - first).days))


def _action(campaign: dict[str, Any], number: int, chance: random.Random, people: list[UUID]) -> dict[str, Any]:
    due_on = _day(campaign, chance)
    is_done = due_on < NOW.date() and chance.random() < 0.9
    return {
        "id": _id(chance),
        "campaign_id": campaign["id"],
        "title": f"Action {number} with a title of some length",
        "owner_id": chance.choice(people),
        "due_on": due_on,
        "doing": Doing.DONE if is_done else Doing.TODO,
        "started_on": due_on if is_done else None,
        "done_on": due_on if is_done else None,
        "note": "",
        "made_at": NOW,
        "version": 1,
    }


def _milestone(campaign: dict[str, Any], number: int, chance: random.Random) -> dict[str, Any]:
    about = {"title": f"Milestone {number}", "due_on": _day(campaign, chance), "made_at": NOW, "version": 1}
    return {"id": _id(chance), "campaign_id": campaign["id"], **about}
