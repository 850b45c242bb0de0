"""The page on which staff take services out of a feed."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.core.db import db
from outreach.directory.models import Service
from tests.accounts import add_account, areas, sign_in
from tests.client import PageClient
from tests.pages import form_of, parse_page
from tests.unit.openreferral.test_feed import KEY, SERVICE

PATH = "/manage/directory/feeds"
CHOICES = {"area": "kent", "need": "advice", "standing": "independent"}


@pytest.fixture
def client(app: Flask) -> PageClient:
    with app.app_context():
        me = add_account(scope=areas("kent"))
    return sign_in(app, me)


def look(client: PageClient, body: Any, **more: Any) -> Any:
    fields = form_of(parse_page(client.get(PATH).data)) | CHOICES | more
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post(PATH, data={**fields, "file": (io.BytesIO(data), "services.json")}, content_type="multipart/form-data")


def test_a_feed_is_looked_at_then_what_was_chosen_is_taken_and_seen_as_a_draft(app: Flask, client: PageClient) -> None:
    other = {**SERVICE, "id": KEY[:-1] + "1", "name": "Other", "phones": []}
    page = parse_page(look(client, [SERVICE, other]).data)
    assert page.heading == "Services out of a feed"
    with app.app_context():
        assert db.session.scalars(select(Service)).all() == []
    fields = form_of(page)
    answer = client.post(PATH, data={**fields, "chosen": [KEY]})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/manage/directory")
    listed = client.get("/manage/directory").text
    assert "1 service is a draft now." in listed
    assert "Community Counselling" in listed
    assert "Other" not in listed


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'"x"', b"\x00\xff"])
def test_what_cannot_be_read_is_said_at_the_field_and_the_choices_stay(client: PageClient, body: bytes) -> None:
    answer = look(client, body)
    assert answer.status_code == 422
    page = parse_page(answer.data)
    assert form_of(page)["area"] == "kent"
    assert "file" in page.text


def test_somebody_is_offered_their_own_areas_only(client: PageClient) -> None:
    text = client.get(PATH).text
    assert "Kent" in text
    assert "Essex" not in text
