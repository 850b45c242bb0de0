"""A public event that says what no page may say is withheld, and whoever schedules events sees that, and why."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from outreach.content.library import Translation
from outreach.content.models import TranslationRow
from outreach.content.never_say import read_never_say
from outreach.content.operations import save_translation
from outreach.core.db import db
from outreach.core.text import revision_id
from outreach.events.operations import change_event
from outreach.events.rules import Visibility
from outreach.site.operations import publish_site
from tests.accounts import add_account, sign_in
from tests.campaigns import days
from tests.conftest import NOW
from tests.events import act, add_event, load, values

LIST = "/manage/events?shown=withheld"


@pytest.fixture
def town(make_copy: Callable[..., Flask]) -> Flask:
    return make_copy("sqlite", clock=lambda: NOW)


def publish(app: Flask) -> None:
    with app.app_context():
        publish_site(app.config["OUTREACH"], now=NOW)
        db.session.commit()


def test_an_event_that_is_withheld_says_so_and_why_on_its_page_and_in_the_list_until_it_is_mended(town: Flask) -> None:
    with town.app_context():
        me = add_account()
        bad = add_event(me, title="The call is completely confidential", visibility=Visibility.PUBLIC)
        good = add_event(me, title="Tea", held_on=days(8), visibility=Visibility.PUBLIC)
        db.session.remove()
    publish(town)
    client = sign_in(town, me)
    text = client.page(f"/manage/events/{bad}").text
    assert "Readers are not shown this event in any language." in text
    assert "Its title, in English, says something that no page may say: “ completely confidential ” ( no service is, by law )" in text
    assert "Readers are not shown" not in client.page(f"/manage/events/{good}").text
    page = client.page(LIST)
    assert f"/manage/events/{bad}" in page.links
    assert f"/manage/events/{good}" not in page.links
    assert f"/manage/events/{bad}" in client.page(f"/manage/events/month?on={days(7)}&shown=withheld").links
    with town.app_context():
        change_event(load(bad, me), values(title="The call", visibility=Visibility.PUBLIC), act(me))
        db.session.commit()
        db.session.remove()
    publish(town)
    assert "Readers are not shown" not in client.page(f"/manage/events/{bad}").text
    assert f"/manage/events/{bad}" not in client.page(LIST).links


def test_a_translation_withholds_it_from_readers_of_that_language_alone(town: Flask) -> None:
    phrase = read_never_say()["ur"][0]
    with town.app_context():
        me = add_account()
        event_id = add_event(me, visibility=Visibility.PUBLIC)
        key = load(event_id, me).summary_key or ""
        save_translation(key, "ur", Translation("کافی", revision_id("Ask what you like.")))
        db.session.query(TranslationRow).filter_by(unit_key=key).update({"text": phrase.refuse[0]})  # what an older version let in
        db.session.commit()
        db.session.remove()
    publish(town)
    text = sign_in(town, me).page(f"/manage/events/{event_id}").text
    assert "Readers are not shown this event in: Urdu." in text
    assert f"Its summary, in Urdu, says something that no page may say: “ {phrase.text} ”" in text
