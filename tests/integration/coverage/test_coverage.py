"""Coverage: what counts as offered, the map with its table, the worst gaps, and the way from a gap to an event."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any
from uuid import UUID
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from outreach.accounts.rules import Role
from outreach.core.areas import AREAS
from outreach.coverage.queries import find_held, find_services
from outreach.coverage.rules import LATELY, Level, level_of
from outreach.directory.assigning import Act
from outreach.directory.operations import close_service
from outreach.directory.rules import Mode, Need, Reason, Standing
from outreach.directory.told import find_directory
from outreach.events.rules import Need as Interpreting
from outreach.partners.rules import HIDDEN_AFTER, Tie
from tests.accounts import add_account, areas, sign_in
from tests.campaigns import add_audience, add_campaign, days
from tests.conftest import NOW
from tests.directory import add_shown, load
from tests.events import add_event
from tests.pages import Page, form_of, text_of
from tests.pathways import add_route
from tests.queries import counted_queries

REFUGE: dict[str, Any] = {"needs": [Need.REFUGE], "languages": [("ti", Mode.NATIVE, "", [])]}
MAP = "/manage/coverage?language=ti&need=refuge"


@pytest.fixture
def lead(app: Flask) -> UUID:
    with app.app_context():
        return add_account(Role.LEAD)


def level_in(area: str) -> Level:
    """How well Tigrinya is offered for refuge."""
    found = find_services("ti", Need.REFUGE, NOW)
    return level_of(offer for one in found if one.is_national or area in one.areas for offer in one.offers())


def tiles(page: Page) -> dict[str, str]:
    """The words on the tiles, by the class that fills them and the name."""

    def words(tile: Element) -> str:
        return " ".join(" ".join(tile.itertext()).split())

    drawn = [element for element in page.tree.iter() if str(element.tag).endswith("}g") or element.tag == "g"]
    found = {}
    for slug, area in AREAS.items():
        (text,) = [words(tile) for tile in drawn if words(tile).startswith(f"{area.name} ")]
        found[slug] = text.removeprefix(area.name).strip()
    return found


def test_an_independent_service_that_readers_see_counts_where_it_works(app: Flask, lead: UUID) -> None:
    with app.app_context():
        assert level_in("kent") is Level.NONE
        add_shown(lead, **REFUGE)
        assert (level_in("kent"), level_in("gwent")) == (Level.SPOKEN, Level.NONE)


@pytest.mark.parametrize(
    ("more", "level"),
    [
        ({"is_draft": True}, Level.NONE),
        ({"needs": [Need.ADVICE]}, Level.NONE),
        ({"languages": [("ar", Mode.NATIVE, "", [])]}, Level.NONE),
        ({"languages": [("ti", Mode.PHONE, "", [])]}, Level.INTERPRETED),
        ({"languages": [("ti", Mode.WRITTEN, "", [])]}, Level.WRITTEN),
        ({"standing": Standing.POLICE}, Level.OTHERS),
        ({"standing": Standing.PUBLIC}, Level.OTHERS),
        ({"ties": [Tie.HOME_OFFICE_FUNDING]}, Level.OTHERS),
        ({"is_national": True, "areas": []}, Level.NATIONAL),
        ({"now": NOW - timedelta(days=89)}, Level.SPOKEN),
        ({"now": NOW - timedelta(days=90)}, Level.UNCONFIRMED),
        ({"now": NOW - HIDDEN_AFTER}, Level.NONE),
    ],
)
def test_what_a_service_counts_for(app: Flask, lead: UUID, more: dict[str, Any], level: Level) -> None:
    with app.app_context():
        add_shown(lead, **REFUGE | more)
        assert level_in("kent") is level


def test_a_service_that_is_closed_today_counts_for_nothing(app: Flask, lead: UUID) -> None:
    with app.app_context():
        service = load(add_shown(lead, **REFUGE))
        close_service(service, since=days(0), until=days(0), because=Reason.HOLIDAY, act=Act(lead, NOW))
        assert level_in("kent") is Level.NONE
        close_service(service, since=days(1), until=None, because=Reason.HOLIDAY, act=Act(lead, NOW))
        assert level_in("kent") is Level.SPOKEN


def test_a_reporting_centre_that_has_lapsed_is_none(app: Flask, lead: UUID) -> None:
    with app.app_context():
        centre = {**REFUGE, "needs": [Need.REPORTING]}
        add_shown(lead, **centre, trained_on=days(-700), contact_on=days(-183))
        assert find_services("ti", Need.REPORTING, NOW) == []
        add_shown(lead, **centre, trained_on=days(-700), contact_on=days(-182))
        assert len(find_services("ti", Need.REPORTING, NOW)) == 1


def test_what_counts_as_independent_is_what_readers_are_told_is_linked_to_nobody(app: Flask, lead: UUID) -> None:
    with app.app_context():
        for standing in Standing:
            for ties in ([], [Tie.POLICE_CONTRACT], [Tie.HOME_OFFICE_FUNDING, Tie.POLICE_FUNDING]):
                add_shown(lead, **REFUGE | {"standing": standing, "ties": ties, "name": f"{standing} {len(ties)}"})
        told = {one.id: one.links == () for one in find_directory(NOW).services}
        assert {one.id: one.is_independent for one in find_services("ti", Need.REFUGE, NOW)} == told
        assert sum(told.values()) == 1
        held = find_held(NOW)
        assert set(held.needs) == {("kent", Need.REFUGE)}


def test_the_map_and_its_table_say_the_same(app: Flask, lead: UUID) -> None:
    with app.app_context():
        add_shown(lead, **REFUGE)
        add_shown(lead, **REFUGE | {"standing": Standing.POLICE, "areas": ["kent", "gwent"]})
        add_route(lead, "kent")
    client = sign_in(app, lead)
    page = client.page(MAP)
    drawn = tiles(page)
    assert drawn["kent"] == "1–4 · Staff speak it"
    assert drawn["gwent"] == "1–4 · Not independent"
    assert {word for area, word in drawn.items() if area not in ("kent", "gwent")} == {"0 · Nobody"}
    rows = {row[0]: row for row in csv.reader(io.StringIO(client.get(f"{MAP}&format=csv").text.removeprefix("\ufeff")))}
    assert rows["Kent"][1:] == ["Staff speak it", "1–4", "0", "0", "0", "1–4", "All", "Extant route"]
    assert rows["Gwent"][1:] == ["None is independent", "0", "0", "0", "0", "1–4", "All", "Nobody has looked"]
    assert len(rows) == len(AREAS) + 1


def test_one_to_four_services_are_not_told_apart(app: Flask, lead: UUID) -> None:
    with app.app_context():
        for number in range(5):
            add_shown(lead, **REFUGE | {"areas": ["kent", "gwent"] if number else ["kent"]}, now=NOW if number < 2 else NOW - LATELY)
    client = sign_in(app, lead)
    page = client.page(MAP)
    drawn = tiles(page)
    assert (drawn["kent"], drawn["gwent"]) == ("5 · Staff speak it", "1–4 · Staff speak it")
    rows = {row[0]: row for row in csv.reader(io.StringIO(client.get(f"{MAP}&format=csv").text.removeprefix("\ufeff")))}
    assert rows["Kent"][2:8] == ["5", "0", "0", "0", "0", "1–4 of 5"]
    assert rows["Gwent"][2:8] == ["1–4", "0", "0", "0", "0", "Some of them"]
    assert "1–4 of 5" in page.text
    assert "4" not in {text_of(cell) for cell in page.all("td")}


def test_the_page_says_what_it_is_and_is_not(app: Flask, lead: UUID) -> None:
    text = sign_in(app, lead).page("/manage/coverage").text
    assert "It is not how many people need a language" in text
    assert "Anything here may be disclosed" in text


@pytest.mark.parametrize("query", ["language=xx&need=nothing", "language=&need=", "language=ti&need=refuge&format=pdf", "language=%00"])
def test_what_an_address_asks_in_vain_is_left_out_of_account(app: Flask, lead: UUID, query: str) -> None:
    assert sign_in(app, lead).get(f"/manage/coverage?{query}").status_code == 200
    assert sign_in(app, lead).get(f"/manage/coverage/kent?{query}").status_code == 200


def plan(lead: UUID) -> UUID:
    """A campaign in Kent for people who speak Tigrinya, and an event there in Polish."""
    campaign = add_campaign(lead, "kent", name="Lanterns")
    add_audience(campaign, lead, title="Eritreans in Kent", languages=["ti"])
    add_event(lead, area="kent", languages=[("pl", Interpreting.NEEDED, None)])
    return campaign


def test_gaps_come_from_the_languages_of_campaigns_and_events_and_say_why(app: Flask, lead: UUID) -> None:
    with app.app_context():
        plan(lead)
    text = sign_in(app, lead).page("/manage/coverage/gaps").text
    first = text.index("Kent: Domestic abuse")
    assert first < text.index("Cleveland: "), "where languages are known stands before where nothing is"
    assert "Languages of campaigns and events here: Polish, Tigrinya." in text
    assert "all thirty were looked for" in text


def test_a_service_fills_the_gap_for_its_language(app: Flask, lead: UUID) -> None:
    with app.app_context():
        plan(lead)
        add_shown(lead, **REFUGE)
    rows = list(csv.reader(io.StringIO(sign_in(app, lead).get("/manage/coverage/gaps?area=kent&format=csv").text)))
    refuge = next(row for row in rows if row[2] == "Refuge")
    assert refuge[3:5] == ["Some languages missing", "Polish"]
    assert "No independent service here offers Polish." in refuge[5]
    assert rows[-1] == refuge, "the mildest stands last"


def test_a_gap_leads_to_an_event_with_its_area_language_and_campaign(app: Flask, lead: UUID) -> None:
    with app.app_context():
        campaign = plan(lead)
        add_shown(lead, **REFUGE | {"languages": [("pl", Mode.NATIVE, "", [])]})
    client = sign_in(app, lead)
    links = [link for link in client.page("/manage/coverage/gaps?area=kent").links if link.startswith("/manage/events/new")]
    link = next(link for link in links if "language=ti" in link)
    assert f"campaign={campaign}" in link
    form = form_of(client.page(link))
    assert (form["area"], form["campaign_id"]) == ("kent", str(campaign))
    assert (form["languages-0-language"], form["languages-0-need"]) == ("ti", "needed")


def test_an_area_out_of_reach_is_not_filled_into_the_form_of_an_event(app: Flask) -> None:
    with app.app_context():
        coordinator = add_account(Role.COORDINATOR, areas("kent", "surrey"))
    client = sign_in(app, coordinator)
    assert form_of(client.page("/manage/events/new?area=gwent&language=xx"))["area"] == ""
    assert form_of(client.page("/manage/events/new?area=surrey"))["area"] == "surrey"


def test_behind_a_tile_stand_its_services_and_those_that_could_be_asked(app: Flask, lead: UUID) -> None:
    with app.app_context():
        old = add_shown(lead, **REFUGE | {"name": "Old refuge", "now": NOW - timedelta(days=95)})
        add_shown(lead, **REFUGE | {"name": "Other refuge", "languages": [("ar", Mode.NATIVE, "", [])]})
        add_shown(lead, **REFUGE | {"name": "Police refuge", "standing": Standing.POLICE, "languages": [("ar", Mode.NATIVE, "", [])]})
    page = sign_in(app, lead).page("/manage/coverage/kent?language=ti&need=refuge")
    assert f"/manage/directory/{old}" in page.links
    assert page.text.index("Old refuge") < page.text.index("Independent services that could be asked") < page.text.index("Other refuge")
    assert "Ask it to confirm" in page.text
    assert "Police refuge" not in page.text


def test_staff_see_their_areas_and_those_who_only_read_are_not_led_to_forms(app: Flask, lead: UUID) -> None:
    with app.app_context():
        plan(lead)
        coordinator, auditor = add_account(Role.COORDINATOR, areas("kent")), add_account(Role.AUDITOR, areas("kent"))
    for who in (coordinator, auditor):
        client = sign_in(app, who)
        page = client.page("/manage/coverage/gaps")
        assert "Cleveland" not in page.text
        assert client.get("/manage/coverage/gwent").status_code == 404
        assert tiles(client.page(MAP))["gwent"] == "Not yours"
        assert any("/new" in link for link in page.links) == (who is coordinator)


def test_pages_cost_as_many_queries_for_many_services_as_for_one(app: Flask, lead: UUID) -> None:
    paths = (MAP, "/manage/coverage/gaps", "/manage/coverage/kent?language=ti&need=refuge")
    with app.app_context():
        plan(lead)
        add_shown(lead, **REFUGE)
    client, counts = sign_in(app, lead), []
    for _turn in range(2):
        of_turn = []
        for path in paths:
            with counted_queries(app) as asked:
                client.page(path)
            of_turn.append(len(asked))
        counts.append(of_turn)
        with app.app_context():
            for number, area in enumerate(("kent", "surrey", "gwent", "essex")):
                add_shown(lead, **REFUGE | {"name": f"Refuge {number}", "areas": [area, "dorset"], "is_national": number == 3})
                plan(lead)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 25
