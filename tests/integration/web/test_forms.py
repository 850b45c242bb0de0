"""What every form keeps: nothing typed is lost, nothing is doubled, whatever arrives ends in a message."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from outreach.core.db import db
from tests.client import PageClient
from tests.pages import Page, parse_page, text_of
from tests.toys import Toy, make_toy

NEW = "/manage/toys/new"
SAME = {"Sec-Fetch-Site": "same-origin"}
RIGHT = {
    "name": " Bear\u0000 ",
    "kind": "soft",
    "weight": "1,200",
    "note": "Two\r\nlines",
    "email": "Maker@Example.org",
    "phone": "+44 20 7946 0000",
    "password": "correct horse",
    "made_at-day": "27",
    "made_at-month": "3",
    "made_at-year": "2026",
    "made_at-time": "2:30pm",
    "contact": "letter",
    "address": "1 High Street",
    "colours": ["red", "blue"],
    "safe": "yes",
}
PARTS = sorted({*RIGHT, "sold_on-day", "sold_on-month", "sold_on-year", "urdu", "picture", "form_key"})


def fields(page: Page) -> dict[str, str]:
    """The hidden inputs of the form in the main part of *page*."""
    return {e.get("name", ""): e.get("value", "") for e in page.one("main").iter("input") if e.get("type") == "hidden"}


def token(client: PageClient, path: str = NEW) -> dict[str, str]:
    return fields(client.page(path))


def post(client: PageClient, data: dict[str, Any], path: str = NEW, **headers: str) -> TestResponse:
    return client.post(path, data=data, headers=headers)


def summary(response: TestResponse) -> dict[str, str]:
    """The summary of errors: each message with the input that it leads to."""
    page = parse_page(response.data)
    box = next(e for e in page.all("div") if "govuk-error-summary" in (e.get("class") or "").split())
    ids = {e.get("id") for e in page.tree.iter() if e.tag in ("input", "select", "textarea")}
    found = {text_of(link): (link.get("href") or "").removeprefix("#") for link in box.iter("a")}
    assert set(found.values()) <= ids, "a link that leads to no input"
    return found


def count(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Toy)) or 0


def test_an_empty_form_names_everything_that_is_missing_once_and_leads_there(toys: PageClient) -> None:
    response = post(toys, token(toys))
    assert response.status_code == 422
    assert summary(response) == {
        "Enter a name for the toy": "name",
        "Choose a kind": "kind",
        "Enter the weight": "weight",
        "Enter an email address": "email",
        "Enter your password": "password",
        "Enter the day and the time": "made_at-day",
        "Choose how we should ask": "contact",
        "Choose at least one colour": "colours",
        "Try the toy, then tick the box": "safe",
    }
    assert parse_page(response.data).title.startswith("Error: ")


def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(toys: PageClient, toy_app: Flask) -> None:
    wrong = {
        "weight": "heavy",
        "email": "maker",
        "phone": "soon",
        "made_at-month": "13",
        "name": "x" * 201,
        "colours": ["pink"],
        "kind": "odd",
    }
    response = post(toys, {**token(toys), **RIGHT, **wrong})
    found = summary(response)
    assert found["Enter a weight from 1 to 50,000 grams"] == "weight"
    assert found["Enter an email address in the form name@example.org"] == "email"
    assert found["Enter a telephone number, like 020 7946 0000 or +44 20 7946 0000"] == "phone"
    assert found["Enter a real date and a time, like 27 3 2026 and 2:30pm"] == "made_at-month"
    assert found["Shorten this to 200 characters or fewer"] == "name"
    values = {e.get("name"): e.get("value") for e in parse_page(response.data).all("input")}
    assert (values["weight"], values["email"], values["made_at-month"], values["name"]) == ("heavy", "maker", "13", "x" * 201)
    assert b"Two\nlines" in response.data.replace(b"&#10;", b"\n")
    assert b"correct horse" not in response.data
    assert count(toy_app) == 0


def test_what_is_right_is_cleaned_and_kept(toys: PageClient, toy_app: Flask) -> None:
    response = post(toys, {**token(toys), **RIGHT})
    assert response.status_code == 303
    with toy_app.app_context():
        toy = db.session.scalars(select(Toy)).one()
        assert (toy.name, toy.weight, toy.note, toy.sold_on) == ("Bear", 1200, "Two\nlines", None)
        assert toy.made_at == datetime(2026, 3, 27, 14, 30, tzinfo=UTC)
    assert "The toy is on the list. People can find it now." in toys.page("/manage/toys").text


def test_a_field_that_concerns_only_one_choice_is_not_asked_of_another(toys: PageClient) -> None:
    data = {**token(toys), **RIGHT, "address": ""}
    assert summary(post(toys, data)) == {"Enter an address": "address"}
    assert post(toys, {**data, "contact": "email"}).status_code == 303


def test_a_form_that_is_sent_twice_makes_one_record(toys: PageClient, toy_app: Flask) -> None:
    data = {**token(toys), **RIGHT}
    assert str(UUID(str(data["form_key"]))) == data["form_key"]
    answers = [post(toys, data), post(toys, {**data, "name": "Another"})]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert count(toy_app) == 1


ODD = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=30),
    st.sampled_from(
        ["", " ", "\0", "\u202e", "9" * 40, "-1", "²", "x" * 5000, "=1", "\r\n", "27", "soft", "yes", "letter", "\ud7ff", "é" * 300]
    ),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(PARTS), st.lists(ODD, max_size=3), max_size=len(PARTS)))
def test_whatever_is_sent_ends_in_a_message_and_never_in_a_failure(toys: PageClient, sent: dict[str, list[str]]) -> None:
    known = toys.__dict__.setdefault("known_token", token(toys)["csrf_token"])
    response = post(toys, {**sent, "csrf_token": [known]})
    assert response.status_code in (422, 303)
    if response.status_code == 422:
        assert summary(response)


@pytest.mark.parametrize("body", [b"name=%ED%A0%80", b"name=%00", b"name=%ff%fe", b"name", b"&&&=", b"made_at-day=%D9%A1"])
def test_bytes_that_are_no_text_end_in_a_message(toys: PageClient, body: bytes) -> None:
    body += b"&csrf_token=" + token(toys)["csrf_token"].encode()
    response = toys.post(NEW, data=body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 422


def test_a_file_in_the_place_of_a_text_and_a_text_in_the_place_of_a_file_end_in_a_message(toys: PageClient) -> None:
    data = {**token(toys), **RIGHT, "name": (BytesIO(b"x"), "x.txt"), "picture": "text"}
    assert summary(post(toys, data)) == {"Enter a name for the toy": "name"}


def test_a_form_without_its_token_from_our_own_page_is_shown_again_whole(toys: PageClient, toy_app: Flask) -> None:
    inner = {"form_key": str(uuid4()), "owner": "2b6c9d1e-0f7a-4c55-8a3b-1d2e3f405162", "seen": "0a1b2c3d"}
    response = post(toys, {**RIGHT, **inner, "csrf_token": "old", "picture": (BytesIO(b"x"), "x.png")}, **SAME)
    assert response.status_code == 400
    page = parse_page(response.data)
    assert page.heading == "Check and send again"
    assert "Made at day 27" in page.text
    assert "Passwords and codes are not kept" in page.text
    assert "Files cannot be kept" in page.text
    for hidden in ("Form key", "2b6c9d1e", "0a1b2c3d"):
        assert hidden not in page.text, "ids are kept, and nobody can check them"
    assert b"correct horse" not in response.data
    again: dict[str, Any] = {}
    for field in page.one("main").iter("input"):
        again.setdefault(field.get("name", ""), []).append(field.get("value", ""))
    assert {name: again[name] for name in inner} == {name: [value] for name, value in inner.items()}
    assert page.one("main").find(".//form[@method='post']").get("action") == NEW  # type: ignore[union-attr]
    response = post(toys, {**again, "password": "correct horse"}, **SAME)
    assert response.status_code == 303
    assert count(toy_app) == 1


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_a_form_without_its_token_from_elsewhere_gets_nothing_back(toys: PageClient, toy_app: Flask, headers: dict[str, str]) -> None:
    response = post(toys, RIGHT, **headers)
    assert response.status_code == 400
    assert b"High Street" not in response.data
    assert count(toy_app) == 0


def edited(client: PageClient, app: Flask, toy: Toy, typed: dict[str, str], meanwhile: dict[str, Any]) -> TestResponse:
    """Open *toy*, let somebody else change it, then send what was *typed*."""
    with app.app_context():
        db.session.add(toy)
        db.session.commit()
        path = f"/manage/toys/{toy.id}"
    page = client.page(path)
    data = fields(page) | {"name": "Bear 001", "kind": "wooden", "weight": "11", "note": make_toy(1).note or ""} | typed
    with app.app_context():
        kept = db.session.scalars(select(Toy)).one()
        for name, value in meanwhile.items():
            setattr(kept, name, value)
        db.session.commit()
    return post(client, data, path)


def test_an_edit_that_nobody_disturbed_is_saved(toys: PageClient, toy_app: Flask) -> None:
    assert edited(toys, toy_app, make_toy(1), {"name": "Mine"}, {}).status_code == 303


def test_the_second_of_two_editors_sees_both_versions_and_chooses(toys: PageClient, toy_app: Flask) -> None:
    response = edited(toys, toy_app, make_toy(1), {"name": "Mine", "kind": "soft"}, {"name": "Theirs", "weight": 99})
    assert response.status_code == 409
    page = parse_page(response.data)
    legends = [text_of(legend) for legend in page.all("legend")]
    assert legends == ["Name of the toy", "Kind", "Weight in grams"]
    checked = {e.get("name"): e.get("value") for e in page.all("input") if e.get("checked") is not None}
    assert checked == {"choose-name": "mine", "choose-kind": "mine", "choose-weight": "theirs"}
    assert re.search("Saved now Theirs .*What you typed Mine", page.text)
    assert "Saved now Wooden What you typed Soft" in page.text
    path = page.one("main").find(".//form").get("action")  # type: ignore[union-attr]
    response = post(toys, fields(page) | checked | {"choose-name": "theirs"}, path)  # type: ignore[arg-type]
    assert response.status_code == 303
    with toy_app.app_context():
        toy = db.session.scalars(select(Toy)).one()
        assert (toy.name, toy.kind, toy.weight) == ("Theirs", "soft", 99)


def test_a_third_version_that_comes_while_somebody_chooses_is_shown_too(toys: PageClient, toy_app: Flask) -> None:
    page = parse_page(edited(toys, toy_app, make_toy(1), {"name": "Mine"}, {"name": "Theirs"}).data)
    with toy_app.app_context():
        db.session.scalars(select(Toy)).one().name = "A third"
        db.session.commit()
    path = page.one("main").find(".//form").get("action")  # type: ignore[union-attr]
    response = post(toys, fields(page) | {"choose-name": "mine"}, path or "")
    assert response.status_code == 409
    assert "Saved now A third What you typed Mine" in parse_page(response.data).text


@pytest.mark.parametrize("base", ["", "{", "[]", '{"name": 1}', '{"name": {"name": [1]}}', "[" * 100_000])
def test_a_base_that_was_tampered_with_is_an_unknown_one(toys: PageClient, toy_app: Flask, base: str) -> None:
    response = edited(toys, toy_app, make_toy(1), {"name": "Mine", "base": base}, {"name": "Theirs"})
    assert response.status_code == 409
    assert "Saved now Theirs What you typed Mine" in parse_page(response.data).text
