"""An answer reaches the page of events of its area, in the reader's language where it is translated, and nobody else's."""

from __future__ import annotations

from flask import Flask

from outreach.content.library import Translation
from outreach.content.operations import save_translation
from outreach.content.phrases import Phrase
from outreach.core.db import db
from outreach.replies.models import Reply
from outreach.replies.operations import set_reply_aside
from outreach.replies.queries import find_shown
from tests.accounts import add_account
from tests.conftest import NOW
from tests.integration.replies.test_replies import TEXTS, add_heard, person, publish, write
from tests.told import make_pages, read_pages


def test_readers_of_the_area_are_told_also_where_no_event_is_planned(app: Flask) -> None:
    with app.app_context():
        me, other = add_account(), add_account()
        reply_id = write(add_heard(me), me)
        assert "events/kent" not in read_pages(app)
        publish(reply_id, other)
        text = read_pages(app)["events/kent"].text
        for words in ("What you told us", TEXTS["heard"], "What we did", TEXTS["done"]):
            assert words in text
        assert not any(TEXTS["heard"] in page.text for path, page in read_pages(app).items() if path != "events/kent")
        unit = find_shown()["kent"].heard
        save_translation(unit.key, "ur", Translation("آپ نے پوچھا۔", unit.revisions[-1].id))
        text = read_pages(app, "ur")["events/kent"].text
        for words in ("جو آپ نے ہمیں بتایا", "آپ نے پوچھا۔", TEXTS["done"]):
            assert words in text
        set_reply_aside(db.session.get_one(Reply, reply_id), reason="Wrong", by=person(me), now=NOW)
        assert "events/kent" not in read_pages(app)


def test_a_translation_that_says_what_no_page_may_say_takes_the_answer_away(app: Flask) -> None:
    with app.app_context():
        me, other = add_account(), add_account()
        publish(write(add_heard(me), me), other)
        never_say = {"en": (Phrase("printed the answer", "It says too much"),)}
        [page] = [made for made in make_pages(app, never_say=never_say) if made.path == "en/events/kent.html"]
        assert b"What we did" not in (page.body or b"")
