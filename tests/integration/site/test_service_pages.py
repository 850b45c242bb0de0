"""Pages on which readers find services."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import brotli
import pytest
from flask import Flask

from outreach.content.library import Translation
from outreach.content.operations import save_translation
from outreach.content.phrases import Phrase
from outreach.core.areas import AREAS
from outreach.core.db import db
from outreach.core.languages import LANGUAGES
from outreach.core.text import revision_id
from outreach.directory.assigning import Act
from outreach.directory.operations import close_service, end_service
from outreach.directory.rules import Access, Capacity, Cost, Mode, Need, PassesOn, Reason, Recourse, Standing
from outreach.partners.rules import Community, Tie
from tests.accounts import add_account
from tests.conftest import NOW
from tests.directory import add_shown, load, make_pages, read_pages
from tests.integration.site.test_event_pages import HEADERS
from tests.integration.site.test_safety_contract import LIGHTEST_ALLOWANCE

KENT = "find-help/kent"


def test_a_service_says_what_somebody_weighs_before_they_call(app: Flask) -> None:
    more: dict[str, Any] = {
        "needs": [Need.IMMIGRATION, Need.LEGAL],
        "immigration_level": 2,
        "cost": Cost.PARTLY,
        "recourse": Recourse.ASK,
        "communities": [Community.WOMEN, Community.DEAF],
        "min_age": 16,
        "address": "1 Invented Row",
        "website": "https://marsh.example",
        "languages": [("ti", Mode.NATIVE, "", []), ("so", Mode.BOOKED, "Maay", [0])],
        "access": [Access.DROP_IN, Access.REFERRAL],
    }
    with app.app_context():
        add_shown(add_account(), **more)
        page = read_pages(app)[KENT]
    assert (page.title, page.heading) == ("Numbers", "Who can help me in my area?")
    for said in (
        *("Kent", "Immigration advice", "Marsh Advice", "Advice for everybody.", "Run by Marsh council .", "01632 960123"),
        *("This service is not linked to the police or the Home Office.", "it asks you before it tells others", "ትግርኛ"),
        *("Ask them to book an interpreter for: Soomaali ( Maay ) (Monday)", "Monday–Friday: 9am–12pm", "Sunday 22 November 2026: Closed"),
        *("You can come without an appointment.", "Another service has to send you there.", "Some of it costs money."),
        *("Level of immigration advice: 2 of 3", "For: Women · Deaf people", "Age: 16+", "ask first.", "It also helps with: Legal help"),
        *("1 Invented Row", "https://marsh.example", "Confirmed on 22 November 2026."),
    ):
        assert said in page.text, said
    assert "tel:+441632960123" in page.links
    assert not [link for link in page.links if "marsh" in link], "no page of ours leads elsewhere"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"standing": Standing.POLICE}, "This service is linked to the police."),
        ({"standing": Standing.HOME_OFFICE}, "This service is linked to the Home Office."),
        ({"standing": Standing.CONTRACTOR}, "This service is linked to the police and the Home Office."),
        ({"ties": [Tie.HOME_OFFICE_FUNDING]}, "Paid for by Home Office ."),
        ({"ties": [Tie.HOME_OFFICE_CONTRACT]}, "This service is linked to the Home Office."),
        ({"passes_on": PassesOn.MAY, "passes_to": ["police"]}, "says that it may tell the police or the Home Office about you."),
        ({"passes_on": PassesOn.MAY, "passes_to": ["council"]}, "says that it may tell other public services about you."),
        ({"passes_on": PassesOn.UNKNOWN}, "We do not know what this service tells others about you."),
        ({"is_confidential": True}, "We do not show the place here."),
        ({"capacity": Capacity.FULL}, "It is full now."),
        ({"openings": []}, "Ask when it is open."),
        ({"is_always_open": True, "openings": []}, "Day and night"),
    ],
)
def test_who_stands_behind_it_and_how_it_stands_in_words(app: Flask, values: dict[str, Any], said: str) -> None:
    with app.app_context():
        add_shown(add_account(), **values)
        page = read_pages(app)[KENT]
    assert said in page.text
    assert ("not linked" in page.text.partition("Harbour Advice")[0]) is (not values.get("standing") and not values.get("ties"))


def test_of_a_public_body_nobody_says_that_it_is_linked_to_neither(app: Flask) -> None:
    with app.app_context():
        add_shown(add_account(), standing=Standing.PUBLIC)
        page = read_pages(app)[KENT]
    assert "linked" not in page.text.partition("Confirmed on")[0].partition("Marsh Advice")[2]


def test_services_that_speak_the_language_of_the_page_come_first(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        add_shown(me, name="Alder", languages=[("pl", Mode.NATIVE, "", [])])
        add_shown(me, name="Zelkova", languages=[("ti", Mode.PHONE, "", [])])
        add_shown(me, name="Birch police", standing=Standing.POLICE, languages=[("ti", Mode.NATIVE, "", [])])
        english, tigrinya = read_pages(app)[KENT].text, read_pages(app, "ti")[KENT].text
    assert english.index("Alder") < english.index("Zelkova") < english.index("Birch police")
    assert tigrinya.index("Zelkova") < tigrinya.index("Birch police") < tigrinya.index("Alder")


def test_where_nothing_is_in_the_language_of_the_page_a_reader_is_told_what_to_do_instead(app: Flask) -> None:
    with app.app_context():
        add_shown(add_account())
        tigrinya, polish, english = (read_pages(app, tag)[KENT] for tag in ("ti", "pl", "en"))
    number = "tel:+448081570155"  # that of the content library for many languages
    assert number in polish.links
    assert number not in tigrinya.links
    assert number not in english.links
    assert "Marsh Advice" in polish.text, "it is still there, with an interpreter to be asked for"


def test_an_area_without_a_service_has_its_page_and_the_numbers_of_the_whole_country(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        everywhere, _in_kent = add_shown(me, is_national=True, areas=[], name="Everywhere line"), add_shown(me)
        pages = read_pages(app)
    assert set(pages) == {"find-help", *(f"find-help/{slug}" for slug in AREAS)}
    for slug in ("find-help", "find-help/cumbria"):
        assert "Everywhere line" in pages[slug].text, "what is for everywhere is always shown"
        assert "Victim Support" in pages[slug].text
    assert "/en/find-help/cumbria" in pages["find-help"].links
    with app.app_context():
        end_service(load(everywhere), Act(me, NOW))
        db.session.commit()
        assert "We know no service in this area yet" in read_pages(app)["find-help/cumbria"].text


def test_before_there_is_any_service_one_page_says_so_for_every_area(app: Flask) -> None:
    with app.app_context():
        pages = read_pages(app)
    assert set(pages) == {"find-help"}
    assert not [link for link in pages["find-help"].links if "/find-help/" in link]


def test_a_service_that_closes_is_said_to_be_closed_and_one_that_has_ended_is_gone(app: Flask) -> None:
    with app.app_context():
        me, today = add_account(), NOW.date()
        service_id, _other = add_shown(me), add_shown(me, name="Fen Advice", areas=["cumbria"])
        close_service(load(service_id), since=today, until=today + timedelta(days=3), because=Reason.BUILDING, act=Act(me, NOW))
        db.session.commit()
        closed = read_pages(app)[KENT].text
        again = read_pages(app, now=NOW + timedelta(days=4))[KENT].text
        end_service(load(service_id), Act(me, NOW))
        db.session.commit()
        gone = read_pages(app)[KENT].text
    assert "Closed until the end of Wednesday 25 November 2026. The reason: work on the building." in closed
    assert "Monday–Friday" not in closed
    assert "Closed until" not in again
    assert "Thursday 26 November 2026: 9am–12pm" in again
    assert "Marsh" not in gone


def test_a_description_in_the_readers_language_and_a_missing_one_is_english_and_said_to_be(app: Flask) -> None:
    with app.app_context():
        service_id = add_shown(add_account())
        key = load(service_id).description_key
        save_translation(key, "ur", Translation("سب کے لیے مشورہ۔", revision_id("Advice for everybody."), by="mt"))
        db.session.commit()
        urdu, polish = read_pages(app, "ur")[KENT], read_pages(app, "pl")[KENT]
    assert "سب کے لیے مشورہ۔" in urdu.text
    assert "Advice for everybody." in polish.text
    said = next(element for element in polish.all("p") if element.text == "Advice for everybody.")
    assert said.get("lang") == "en"


def test_a_service_that_says_what_no_page_may_say_is_left_out_and_the_others_stay(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        add_shown(me, name="Overclaims", description="Here you are out of reach.")
        add_shown(me, name="Plain")
        phrase = Phrase("out of reach", "nobody can promise it", (), (), ())
        made = {one.path: (one.body or b"").decode() for one in make_pages(app, never_say={"en": (phrase,)})}
    assert "Overclaims" not in made["en/find-help/kent.html"]
    assert "Plain" in made["en/find-help/kent.html"]


@pytest.mark.parametrize("tag", ["en", "ta", "ur", "am"])
def test_a_long_list_is_told_in_parts_that_each_arrive_in_the_first_flight(app: Flask, tag: str) -> None:
    """Texts of signs at random, which nothing packs, in a script of three bytes a sign."""
    chance = random.Random(7)
    with app.app_context():
        me = add_account()
        for number in range(30):
            words = " ".join("".join(chance.choices("கஙசஞடணதநபமயரலவழளறன", k=7)) for _ in range(36))
            name = "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=60))
            languages = [(one, Mode.PHONE, "", [0, 2]) for one in chance.sample(sorted(LANGUAGES), 12)]
            add_shown(me, name=f"{name} {number}", description=words, languages=languages, needs=chance.sample(list(Need), 3))
        made = [one for one in make_pages(app, tag) if "/kent" in one.path]
    assert len(made) > 2
    for one in made:
        assert len(brotli.compress(one.body or b"")) + HEADERS <= LIGHTEST_ALLOWANCE, one.path
    text = "".join((one.body or b"").decode() for one in made)
    assert all(text.count(f" {number}</bdi></h3>") == 1 for number in range(30)), "each stands once"
