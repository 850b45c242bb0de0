"""The test client itself: it has to fail when it should."""

from __future__ import annotations

import pytest
from flask import Flask, Response

from outreach.content.operations import request_publication
from outreach.core.db import db
from outreach.web.access import public
from tests.client import PageClient, UncommittedChange
from tests.conftest import NOW
from tests.pages import parse_page

PAGE = '<!doctype html><html lang="en" dir="ltr"><head><title>A</title></head><body><h1>B</h1>{}</body></html>'


@pytest.mark.parametrize(
    ("html", "complaint"),
    [
        (PAGE.replace(' lang="en"', ""), "no lang"),
        (PAGE.replace(' dir="ltr"', ""), "no dir"),
        (PAGE.replace("<h1>B</h1>", ""), "0 <h1>"),
        (PAGE.replace("{}", "<h1>C</h1>"), "2 <h1>"),
        (PAGE.replace("{}", "<h3>C</h3>"), "levels jump"),
        (PAGE.replace("{}", "<p></div>"), "not valid"),
        (PAGE.replace("{}", '<p id="x"></p><p id="x"></p>'), "repeated ids"),
        (PAGE.replace("{}", '<input name="x">'), "no label"),
        (PAGE.replace("{}", '<p aria-describedby="x"></p>'), "leads nowhere"),
        (PAGE.replace("<title>A</title>", "<title></title>"), "empty title"),
    ],
)
def test_a_page_that_is_not_right_fails(html: str, complaint: str) -> None:
    with pytest.raises(AssertionError, match=complaint):
        parse_page(html)


def test_a_page_that_is_right_passes() -> None:
    assert parse_page(PAGE.replace("{}", '<label for="x">X</label><input id="x">')).heading == "B"


@pytest.mark.parametrize("flushes", [True, False])
@pytest.mark.parametrize("commits", [True, False])
def test_a_view_that_forgets_to_commit_fails_its_test(
    installed: Flask, monkeypatch: pytest.MonkeyPatch, commits: bool, flushes: bool
) -> None:
    @public
    def write() -> Response:
        request_publication("x", now=NOW)
        if flushes:
            db.session.flush()
        if commits:
            db.session.commit()
        return Response("done", mimetype="text/plain")

    monkeypatch.setitem(installed.view_functions, "site.leave", write)
    monkeypatch.setattr("outreach.web.transactions.SAFE", frozenset())
    client = PageClient(installed, installed.response_class)
    if commits:
        assert client.get("/exit").text == "done"
    else:
        with pytest.raises(UncommittedChange):
            client.get("/exit")
    with installed.app_context():
        for table in reversed(db.metadata.sorted_tables):
            db.session.execute(table.delete())
        db.session.commit()
