"""The programme of an area on paper: the same truths as on the public pages, in a language that is chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from outreach.content.library import Translation
from outreach.content.operations import save_translation
from outreach.core.db import db
from outreach.core.text import revision_id
from outreach.events.models import Event
from outreach.events.operations import cancel_event
from outreach.events.rules import Attends, Visibility, Whereabouts
from tests.accounts import add_account, sign_in
from tests.campaigns import days
from tests.conftest import NOW
from tests.events import act, add_event, add_series, add_venue, load
from tests.pages import Page, text_of
from tests.queries import counted_queries

PATH = "/manage/events/programme"


@pytest.fixture(params=["sqlite", "postgresql"])
def town(request: pytest.FixtureRequest, make_copy: Callable[..., Flask]) -> Flask:
    return make_copy(request.param, clock=lambda: NOW)


def add_public(by: UUID, **more: Any) -> UUID:
    return add_event(by, visibility=Visibility.PUBLIC, **more)


def sheet(page: Page) -> str:
    return text_of(page.one("article"))


def test_it_says_what_the_public_pages_say_in_the_language_that_is_chosen(town: Flask) -> None:
    with town.app_context():
        me = add_account()
        venue = add_venue(me, name="Hidden hall")
        event_id = add_public(me, attends=Attends.UNIFORMED, whereabouts=Whereabouts.VENUE, venue_id=venue)
        add_public(me, area=None, held_on=days(9), title="Everywhere")
        add_public(me, area="surrey", title="Surreyan")
        add_event(me, title="Internal")
        key = db.session.get_one(Event, event_id).title_key
        save_translation(key, "ur", Translation("چائے اور سوال", revision_id("Coffee and questions"), by="mt"))
        db.session.commit()
        cancel_event(load(event_id, me), "x", act(me))
        db.session.commit()
    client = sign_in(town, me)
    page = client.page(f"{PATH}?area=kent&language=ur")
    article = page.one("article")
    assert (article.get("lang"), article.get("dir")) == ("ur", "rtl")
    text = sheet(page)
    for said in (
        "چائے اور سوال",
        "یہ پروگرام منسوخ ہو گیا ہے۔",
        "Everywhere",
        "ہم یہاں جگہ نہیں دکھاتے۔",
        "وردی والے پولیس افسروں",
        "0808 157 0142",
    ):
        assert said in text, said
    for hidden in ("Hidden", "Invented", "Surreyan", "Internal"):
        assert hidden not in text
    english = sheet(client.page(f"{PATH}?area=kent&language=en"))
    assert "If you tell an officer about a crime at an event, the officer may have to record it." in english
    assert "Sunday 29 November 2026 10am–12pm" in english


def test_an_area_without_events_says_what_to_do_instead_and_nonsense_is_asked_again(town: Flask) -> None:
    with town.app_context():
        me = add_account()
    client = sign_in(town, me)
    assert "There are no dates here now" in sheet(client.page(f"{PATH}?area=kent&language=en"))
    for query in ("", "?area=kent", "?area=nowhere&language=en", "?area=kent&language=xx"):
        assert client.page(PATH + query).all("article") == [], query


def test_as_many_queries_for_many_events_as_for_one(town: Flask) -> None:
    with town.app_context():
        me = add_account()
        add_public(me)
    client, counts = sign_in(town, me), []
    for _ in range(2):
        with counted_queries(town) as asked:
            client.page(f"{PATH}?area=kent&language=en")
        counts.append(len(asked))
        with town.app_context():
            add_series(me, "FREQ=WEEKLY;COUNT=20", visibility=Visibility.PUBLIC)
    assert counts[0] == counts[1]
