"""Pages about public events, as readers get them."""

from __future__ import annotations

import gzip
import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID

import brotli
import pytest
from flask import Flask

from outreach.content.library import Translation
from outreach.content.operations import save_translation
from outreach.content.phrases import Phrase
from outreach.core.db import db
from outreach.core.languages import LANGUAGES
from outreach.core.text import revision_id
from outreach.events.models import Event
from outreach.events.operations import cancel_event
from outreach.events.rules import Attends, Need, Visibility, Whereabouts
from outreach.site.event_pages import MOST
from tests.accounts import add_account
from tests.campaigns import days
from tests.events import act, add_event, add_interpreter, add_venue, load
from tests.integration.site.test_safety_contract import LIGHTEST_ALLOWANCE
from tests.pages import Page, parse_page, text_of
from tests.told import make_pages, read_pages

HEADERS = 1_000  # what the headers of a page take, with the server's own
LONG = {"en": "Open evening for everybody who cleans, cooks or cares", "ta": "சுத்தம் செய்பவர்கள் சமைப்பவர்கள் அனைவருக்கும் மாலை"}


def add_public(by: UUID, **more: Any) -> UUID:
    return add_event(by, visibility=Visibility.PUBLIC, **more)


def translate(event_id: UUID, tag: str, **texts: str) -> None:
    for name, text in texts.items():
        event = db.session.get_one(Event, event_id)
        key = getattr(event, f"{name}_key")
        english = {"title": "Coffee and questions", "summary": "Ask what you like."}[name]
        save_translation(key, tag, Translation(text, revision_id(english), by="mt"))
    db.session.commit()


def entries(page: Page) -> list[tuple[str, str]]:
    lists = [element for element in page.all("ul") if "dates" in (element.get("class") or "")]
    return [(link.get("href", ""), text_of(link)) for each in lists for link in each.iter("a")]


def test_an_event_says_everything_that_somebody_has_to_know_before_they_go(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        who, venue = add_interpreter(me), add_venue(me, is_step_free=True, has_hearing_loop=True, transport="Bus 12")
        more = {"whereabouts": Whereabouts.VENUE, "venue_id": venue, "shows_place": True, "agreed_by": "The warden", "agreed_on": days(-1)}
        languages = [("ur", Need.CONFIRMED, who), ("pl", Need.NOT_NEEDED, None)]
        event_id = add_public(me, attends=Attends.PLAIN_CLOTHES, languages=languages, contact_key="own-language", **more)
        page = read_pages(app)[f"events/{event_id}"]
    assert (page.title, page.heading) == ("Dates", "Coffee and questions")
    for said in (
        "Kent",
        "Ask what you like.",
        "Sunday 29 November 2026 10am–12pm (UK time)",
        "Lantern Hall 1 Invented Row Bus 12",
        "You can get in without steps.",
        "There is a hearing loop.",
        "Police officers without uniform plan to be there.",
        "English , Polski",
        "An interpreter is confirmed: اردو",
        "Lantern Line",
        "If you tell an officer about a crime at an event, the officer may have to record it.",
        "Information about you can be shared, and we cannot promise that it will not be.",
        "Harbour Advice",
    ):
        assert said in page.text, said
    assert "Immigration Enforcement" not in page.text
    assert "/en/events/kent" in page.links


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "This event is online."),
        ({"join_url": "https://meet.example/1", "shows_join": True}, "https://meet.example/1 Other people there may see the name"),
        ({"whereabouts": Whereabouts.HOST_TELLS, "host_name": "Harbour"}, "The host of the event tells you the place."),
        ({"attends": Attends.UNIFORMED}, "Police officers in uniform plan to be there."),
        ({"attends": Attends.NO_POLICE}, "No police officers plan to be there."),
        ({"immigration_enforcement": True, "statement": "They answer questions."}, "plans to be there. They answer questions."),
    ],
)
def test_where_it_is_and_who_attends_in_words(app: Flask, values: dict[str, Any], said: str) -> None:
    with app.app_context():
        event_id = add_public(add_account(), **values)
        page = read_pages(app)[f"events/{event_id}"]
    assert said in page.text
    assert "Harbour," not in page.text


def test_a_place_that_is_not_shown_is_said_not_to_be(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        event_id = add_public(me, whereabouts=Whereabouts.VENUE, venue_id=add_venue(me))
        page = read_pages(app)[f"events/{event_id}"]
    assert "We do not show the place here." in page.text
    assert "Lantern" not in page.text
    assert "Invented" not in page.text


def test_a_text_in_the_readers_language_is_a_draft_and_a_missing_one_is_english_and_said_to_be(app: Flask) -> None:
    with app.app_context():
        event_id = add_public(add_account())
        translate(event_id, "ur", title="چائے اور سوال")
        page = read_pages(app, "ur")[f"events/{event_id}"]
        untranslated = read_pages(app, "pl")[f"events/{event_id}"]
    assert page.heading == "چائے اور سوال"
    assert "یہ ترجمہ کسی انسان نے چیک نہیں کیا۔" in page.text
    summary = next(element for element in page.all("p") if text_of(element) == "Ask what you like.")
    assert (summary.get("lang"), summary.get("dir")) == ("en", "ltr")
    assert page.text.count("یہ حصہ انگریزی میں ہے۔") == 1
    hours = next(element for element in page.all("bdi") if text_of(element) == "10:00–12:00")
    assert hours.get("dir") == "ltr"
    assert "اتوار، 29 نومبر، 2026" in page.text
    heading = untranslated.one("h1")
    assert (heading.get("lang"), heading.get("dir"), text_of(heading)) == ("en", "ltr", "Coffee and questions")


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_cancelled_event_says_so_first_in_every_language(app: Flask, tag: str) -> None:
    with app.app_context():
        me = add_account()
        event_id, other = add_public(me), add_public(me, held_on=days(8))
        before = read_pages(app, tag)
        cancel_event(load(event_id, me), "The host is afraid", act(me))
        db.session.commit()
        after = read_pages(app, tag)
    page, main = after[f"events/{event_id}"], after[f"events/{event_id}"].one("main")
    notice = next(iter(main))
    assert (notice.tag, notice.get("class")) == ("p", "checking")
    assert text_of(notice) not in before[f"events/{event_id}"].text
    assert text_of(notice) not in after[f"events/{other}"].text
    assert (text_of(notice) == "This event is cancelled.") is (tag == "en")
    cancelled = [text_of(notice) in text for path, text in entries(after["events/kent"])]
    assert cancelled == [True, False]
    assert "afraid" not in page.text


def test_lists_lead_to_the_events_of_an_area_and_of_the_whole_programme(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        kent, surrey = add_public(me, title="Kentish"), add_public(me, title="Surreyan", area="surrey", held_on=days(8))
        whole = add_public(me, title="Everywhere", area=None, held_on=days(9))
        pages = read_pages(app)
    assert [path for path, _text in entries(pages["events"])] == [f"/en/events/{whole}"]
    assert [path for path, _text in entries(pages["events/kent"])] == [f"/en/events/{kent}", f"/en/events/{whole}"]
    assert entries(pages["events/surrey"])[0] == (f"/en/events/{surrey}", "Monday 30 November 2026 10am–12pm (UK time) Surreyan")
    assert {"/en/events/kent", "/en/events/surrey"} <= set(pages["events"].links)
    assert {page.title for page in pages.values()} == {"Dates"}
    for path in ("events", "events/kent", "events/surrey"):
        assert f"/en/{path}.ics" in pages[path].links
        assert "Other people may see the calendar on your phone." in pages[path].text


@pytest.mark.parametrize("tag", LANGUAGES)
def test_where_there_is_no_date_a_reader_is_told_what_to_do_instead(app: Flask, tag: str) -> None:
    with app.app_context():
        add_public(add_account(), held_on=days(-1))
        pages = read_pages(app, tag)
    assert set(pages) == {"events", "events/kent"}
    for page in pages.values():
        assert entries(page) == []
        assert "tel:+448081570142" in page.links
        assert not [link for link in page.links if link.endswith(".ics")]
        assert tag != "en" or "There are no dates here now" in page.text


def test_a_long_list_is_in_parts_that_name_their_days(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        for number in range(MOST + 2):
            add_public(me, held_on=days(1 + number), title=f"Evening {number}")
        pages = read_pages(app)
    assert [len(entries(pages[path])) for path in ("events/kent", "events/kent/2")] == [MOST, 2]
    parts = [link for link in pages["events/kent"].all("a") if "November 2026 –" in text_of(link) or "December 2026 –" in text_of(link)]
    assert [(link.get("href"), link.get("aria-current")) for link in parts] == [("/en/events/kent", "page"), ("/en/events/kent/2", None)]
    last = days(1 + MOST)
    assert text_of(parts[1]) == f"{last.day} {last:%B %Y} – {(last + timedelta(days=1)).day} {last + timedelta(days=1):%B %Y}"


@pytest.mark.parametrize("tag", ["en", "ta", "am", "ur"])
def test_the_longest_list_arrives_in_the_first_flight(app: Flask, tag: str) -> None:
    with app.app_context():
        me = add_account()
        for number in range(MOST):
            add_public(me, held_on=days(1 + number), title=f"{LONG.get(tag, LONG['ta'])} {number * 7919}", contact_key="own-language")
        made = make_pages(app, tag)
    for page in made:
        for size in (len(brotli.compress(page.body or b"", quality=6)), len(gzip.compress(page.body or b"", 9))):
            assert size + HEADERS <= LIGHTEST_ALLOWANCE, page.path


@pytest.mark.parametrize("tag", ["en", "ta", "am", "ur"])
def test_a_page_that_says_where_to_join_arrives_in_the_first_flight(app: Flask, tag: str) -> None:
    address = "https://meet.example/" + "".join(hashlib.sha256(bytes([number])).hexdigest() for number in range(7))  # nothing repeats in it
    with app.app_context():
        event_id = add_public(add_account(), title=LONG.get(tag, LONG["ta"]), join_url=address, shows_join=True, contact_key="own-language")
        [page] = [page for page in make_pages(app, tag) if str(event_id) in page.path]
    assert address in (page.body or b"").decode()
    assert len(gzip.compress(page.body or b"", 9)) + HEADERS <= LIGHTEST_ALLOWANCE


def test_an_event_that_says_what_must_never_be_said_is_withheld_everywhere(app: Flask) -> None:
    never = {"en": (Phrase("completely confidential", "it is not"),)}
    with app.app_context():
        me = add_account()
        bad = add_public(me, title="Completely confidential talks")
        worse = add_public(me, summary="It is completely confidential.", held_on=days(8))
        good = add_public(me, held_on=days(9))
        made = {page.path: page for page in make_pages(app, never_say=never)}
    for event_id in (bad, worse):
        page = made[f"en/events/{event_id}.html"]
        assert page.overclaim
        assert "We are checking this advice." in parse_page(page.body or b"").text
        assert "confidential" not in (page.body or b"").decode().lower()
    assert [path for path, _text in entries(parse_page(made["en/events/kent.html"].body or b""))] == [f"/en/events/{good}"]


def test_what_is_typed_into_an_event_is_text_and_nothing_else(app: Flask) -> None:
    typed = "{claim:any-status} <b>bold</b> [x](https://elsewhere.example) {contact:police} # y\n\n- z"
    with app.app_context():
        event_id = add_public(add_account(), title="<script>alert(1)</script>", summary=typed)
        pages = read_pages(app)
    page = pages[f"events/{event_id}"]
    assert page.heading == "<script>alert(1)</script>"
    assert all(line in page.text for line in ("{claim:any-status} <b>bold</b> [x](https://elsewhere.example) {contact:police} # y", "- z"))
    assert len(page.all("script")) == 1
    assert [link for link in page.links if not link.startswith(("/", "tel:"))] == []


def test_the_same_events_give_the_same_inputs_and_a_change_another(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        event_id, other = add_public(me), add_public(me, held_on=days(8))
        first, again = ({page.path: page.inputs for page in make_pages(app)} for _ in range(2))
        cancel_event(load(event_id, me), "x", act(me))
        db.session.commit()
        db.session.expire_all()
        changed = {page.path: page.inputs for page in make_pages(app)}
    assert first == again
    differing = {path for path in first if first[path] != changed[path]}
    assert differing == {"en/events/kent.html", f"en/events/{event_id}.html"}
    assert f"en/events/{other}.html" in first
