"""Services out of a feed: taken once, recognised, changed, and ended as the feed says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach.accounts.rules import Scope
from outreach.core.db import db
from outreach.directory.assigning import Act, values_of
from outreach.directory.models import Service
from outreach.directory.operations import change_service
from outreach.directory.queries import get_service
from outreach.directory.rules import Need, Stage, Standing
from outreach.openreferral.feed import Lack, Offered
from outreach.openreferral.importing import Defaults, Planned, Verdict, carry_out, plan_import
from tests.accounts import EVERYWHERE, add_account, areas
from tests.conftest import NOW
from tests.directory import add_shown
from tests.partners import add_organisation
from tests.queries import counted_queries

DEFAULTS = Defaults("essex", Need.ADVICE, Standing.INDEPENDENT)
KEY = "ac148810-d857-441c-9679-408f346de14b"


def offered(**said: Any) -> Offered:
    values = {
        "name": "Tea and talk",
        "description": "Tea.",
        "website": "https://tea.example",
        "email": "",
        "min_age": None,
        "max_age": None,
        "cost": "free",
        "address": "",
        "areas": ["kent"],
        "needs": [],
        "openings": [],
        "phones": [("+441632960007", "01632 960 007")],
    }
    of_service = {name: said.pop(name) for name in list(said) if name in values}
    return Offered(**{"reference": KEY, "name": "Tea and talk", "provider": "Tea Ltd", "values": {**values, **of_service}, **said})


@pytest.fixture
def act(app: Flask) -> Iterator[Act]:
    with app.app_context():
        yield Act(add_account(), NOW)


def take(act: Act, *offers: Offered, scope: Scope = EVERYWHERE) -> list[Planned]:
    taken = carry_out(offers, {one.reference for one in offers}, DEFAULTS, scope=scope, act=act)
    db.session.commit()
    return taken


def only_service() -> Service:
    return get_service(db.session.scalars(select(Service.id)).one(), scope=EVERYWHERE)


def verdicts(*offers: Offered, scope: Scope = EVERYWHERE) -> list[Verdict]:
    return [one.verdict for one in plan_import(offers, scope=scope)]


def test_a_new_service_is_a_draft_with_what_the_feed_does_not_say_from_the_person(act: Act) -> None:
    assert verdicts(offered()) == [Verdict.NEW]
    take(act, offered(areas=[], left_out=("languages (Urdu)",)))
    made = only_service()
    assert (made.stage, made.reference, made.provider, made.organisation_id) == (Stage.DRAFT, KEY, "Tea Ltd", None)
    assert ([row.area for row in made.areas], [row.need for row in made.needs], made.standing) == (["essex"], ["advice"], "independent")
    assert made.note == "languages (Urdu)"
    assert made.languages == []


def test_taken_again_it_changes_nothing_and_what_was_not_chosen_is_not_taken(act: Act) -> None:
    take(act, offered())
    assert verdicts(offered()) == [Verdict.SAME]
    assert take(act, offered()) == []
    other = offered(reference=str(uuid4()), name="Other", phones=[])
    assert carry_out([other], set(), DEFAULTS, scope=EVERYWHERE, act=act) == []
    assert db.session.scalar(select(func.count()).select_from(Service)) == 1


def test_what_is_different_in_the_feed_is_changed_and_what_a_person_decided_here_stays(act: Act) -> None:
    take(act, offered())
    change_service(only_service(), {**values_of(only_service()), "name": "Tea", "needs": [Need.HEALTH]}, act)
    later = offered(description="Tea and cake.", phones=[("+441632960008", "01632 960 008")], website="")
    [planned] = plan_import([later], scope=EVERYWHERE)
    assert (planned.verdict, set(planned.changed)) == (Verdict.CHANGED, {"description", "phones"})
    take(act, later)
    now = values_of(only_service())
    assert (now["name"], now["description"], now["website"]) == ("Tea", "Tea and cake.", "https://tea.example")
    assert now["needs"] == [Need.HEALTH]
    assert now["phones"] == [("+441632960008", "01632 960 008", "unknown", [])]


def test_what_has_ended_there_ends_here_and_what_was_never_here_is_nothing(act: Act) -> None:
    over = Offered(KEY, "", "", is_over=True)
    assert verdicts(over) == [Verdict.SAME]
    take(act, offered())
    assert verdicts(over) == [Verdict.OVER]
    take(act, over)
    assert only_service().stage == Stage.ENDED
    assert verdicts(over) == [Verdict.SAME]


@pytest.mark.parametrize(
    ("here", "is_alike"),
    [
        ({"name": "TEA AND TALK"}, True),
        ({"phones": [("+441632960007", "01632 960 007", "local", [])]}, True),
        ({"phones": [("999", "999", "free", [])]}, False),
    ],
)
def test_a_service_that_looks_like_one_that_is_here_is_shown_beside_it(act: Act, here: dict[str, Any], is_alike: bool) -> None:
    key = add_shown(act.by, **here)
    [planned] = plan_import([offered(phones=[("+441632960007", "01632 960 007"), ("999", "999")])], scope=EVERYWHERE)
    assert planned.verdict is (Verdict.ALIKE if is_alike else Verdict.NEW)
    assert (planned.alike.id if planned.alike else None) == (key if is_alike else None)


@pytest.mark.parametrize("said", [{"org_ids": ("GB-CHC-1141636",)}, {"provider": "harbour TRUST"}])
def test_the_organisation_is_recognised_by_its_number_or_its_name(act: Act, said: dict[str, Any]) -> None:
    harbour = add_organisation(name="Harbour Trust", identifiers=("GB-CHC-1141636",))
    take(act, offered(**said))
    assert (only_service().organisation_id, only_service().provider) == (harbour, "Harbour Trust")


def test_one_that_is_not_approved_or_not_in_sight_is_not_recognised(act: Act) -> None:
    add_organisation(name="Tea Ltd", is_approved=False)
    add_organisation(name="Tea Ltd", areas=("essex",))
    [planned] = plan_import([offered()], scope=areas("kent"))
    assert planned.organisation is None


def test_a_service_of_an_area_that_is_not_theirs_or_that_lacks_something_is_not_taken(act: Act) -> None:
    take(act, offered())
    assert verdicts(offered(description="Cake."), scope=areas("essex")) == [Verdict.WRONG]
    assert take(act, offered(description="Cake."), scope=areas("essex")) == []
    assert verdicts(replace(offered(), reference=str(uuid4()), lacks=(Lack.NAME,))) == [Verdict.WRONG]


def test_a_confidential_place_stays_so_whatever_a_feed_says(act: Act) -> None:
    take(act, offered())
    hidden = {**values_of(only_service()), "is_confidential": True, "address": "", "website": "", "email": ""}
    change_service(only_service(), hidden, act)
    db.session.commit()
    assert verdicts(offered(address="1 High Street", website="https://place.example")) == [Verdict.SAME]


def test_queries_are_as_many_for_many_services_as_for_one(app: Flask, act: Act) -> None:
    def count(offers: list[Offered]) -> int:
        db.session.expunge_all()
        with counted_queries(app) as asked:
            plan_import(offers, scope=EVERYWHERE)
        return len(asked)

    def several(number: int) -> list[Offered]:
        return [
            offered(reference=str(UUID(int=n + 1)), name=f"Tea {n}", phones=[(f"+44163296{n:04}", f"01632 96{n:04}")])
            for n in range(number)
        ]

    take(act, *several(6))
    assert count(several(6)) == count(several(1))
