"""Rendering, tried with a mail that only tests have: for the public, in a language that runs from right to left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale, gettext
from jinja2 import ChoiceLoader, FileSystemLoader
from sqlalchemy import select

from outreach.core.db import db
from outreach.core.languages import LANGUAGES
from outreach.outbox.models import Mail
from outreach.outbox.render import PUBLIC, MailKind, Rendered, moment, put, render_mail
from outreach.outbox.rules import SECRET_MARK, Category
from tests.conftest import NOW
from tests.pages import parse_page, text_of

NAME = "آشا پٹیل"
KIND = MailKind("tests/hostile", Category.PROGRAMME, PUBLIC, lambda: {"name": NAME})
FRAME = (
    "If the button does not work, copy this address into your browser:",
    "In an emergency call 999.",
    "This is a test. It comes from a test site: the people and services that it names are not real.",
    "Sent by Outreach, %(address)s.",
)
HOSTILE = "<b>Bo</b> {{ 7 * 7 }} {% x %} %(name)s & \"q\" 'r'\r\nBcc: all@x.example\u202egnp.exe\u2028end " + "w" * 300


@pytest.fixture
def speaking(app: Flask) -> Iterator[Flask]:
    """The installation with the mail of this test among its templates."""
    before = app.jinja_env.loader
    assert before
    app.jinja_env.loader = ChoiceLoader([FileSystemLoader(Path(__file__).parent / "templates"), before])
    yield app
    app.jinja_env.loader = before


def render(app: Flask, language: str, name: str = NAME) -> Rendered:
    with app.app_context():
        return render_mail(KIND, language=language, context={"name": name})


def test_a_mail_in_urdu_is_urdu_from_right_to_left(speaking: Flask, equals_snapshot: Callable[[str, str], bool]) -> None:
    mail = render(speaking, "ur")
    page = parse_page(mail.html)
    assert [(page.one(name).get("lang"), page.one(name).get("dir")) for name in ("html", "body")] == [("ur", "rtl")] * 2
    assert "یہ ترجمہ" in mail.text
    assert "direction:ltr" not in mail.html
    assert "text-align:right" in mail.html
    is_text_same = equals_snapshot("mail/tests/hostile.ur.txt", f"{mail.subject}\n\n{mail.text}")
    assert equals_snapshot("mail/tests/hostile.ur.html", mail.html)
    assert is_text_same


def test_languages_whose_tag_is_not_their_catalogue_are_found(speaking: Flask) -> None:
    html = {tag: parse_page(render(speaking, tag).html).one("html") for tag in ("prs", "zh-Hans")}
    assert {tag: (element.get("lang"), element.get("dir")) for tag, element in html.items()} == {
        "prs": ("fa-AF", "rtl"),
        "zh-Hans": ("zh-Hans", "ltr"),
    }
    assert len({render(speaking, tag).text for tag in ("prs", "fa", "zh-Hans", "en")}) == 4


def test_a_name_is_a_name_whatever_is_in_it(speaking: Flask) -> None:
    mail = render(speaking, "en", HOSTILE)
    shown = "<b>Bo</b> {{ 7 * 7 }} {% x %} %(name)s & \"q\" 'r' Bcc: all@x.examplegnp.exe end " + "w" * 300
    assert mail.subject == f"Information: {shown}"
    assert f"Run by {shown}.\n" in mail.text
    page = parse_page(mail.html)
    assert page.title == page.heading == mail.subject
    assert not page.all("b")
    assert f"Run by {shown}." in [text_of(paragraph) for paragraph in page.all("p")]


def test_a_mail_for_the_public_says_whom_to_call_and_a_demonstration_that_it_is_one(speaking: Flask) -> None:
    mail = render(speaking, "en")
    for part in (mail.text, parse_page(mail.html).text):
        assert "In an emergency call 999." in part
        assert "This is a test." in part


def test_the_language_around_it_is_as_it_was_afterwards(speaking: Flask) -> None:
    with speaking.app_context(), force_locale("pl"):
        before = gettext("Home")
        render_mail(KIND, language="ur", context={"name": NAME})
        assert gettext("Home") == before != "Home"


def test_a_mail_is_put_rendered_and_once(speaking: Flask) -> None:
    with speaking.app_context():
        about = {"to": "someone@charity.example", "language": "ur", "key": "k/1", "secret": "token:1"}
        assert [put(KIND, **about, now=NOW, name=NAME) for _ in range(2)] == [True, False]
        mail = db.session.scalars(select(Mail)).one()
        assert (mail.kind, mail.category, mail.language, mail.secret) == ("tests/hostile", "programme", "ur", "token:1")
        assert mail.text.count(SECRET_MARK) == 1
        assert mail.html.count(SECRET_MARK) == 3
        db.session.rollback()


def test_an_instant_is_shown_as_the_clock_on_the_wall_here_says(speaking: Flask) -> None:
    with speaking.app_context(), force_locale("en"):
        assert moment(NOW.replace(month=7, day=1, hour=23, minute=5)) == "Thu 2 July 2026, 12:05am"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_what_stands_around_a_mail_is_in_its_language_and_direction(speaking: Flask, tag: str) -> None:
    mail, language = render(speaking, tag), LANGUAGES[tag]
    with speaking.app_context(), force_locale(language.cldr):
        frame = [gettext(text, address="http://127.0.0.1:8000") for text in FRAME]
    page = parse_page(mail.html)
    assert (page.one("html").get("lang"), page.one("html").get("dir")) == (language.html, language.direction)
    assert {element.get("dir") for element in page.all("bdi")} == {"ltr"}
    said = " ".join("".join(paragraph.itertext()) for paragraph in page.all("p"))
    assert [text for text in frame if text not in said] == []
    assert [text for text in frame[1:] if text not in mail.text.splitlines()] == []
    assert bool(set(frame) & set(FRAME)) is (tag == "en")
