"""The frame of the signed-in pages: headers, errors, assets, language, navigation."""

from __future__ import annotations

import gzip
import itertools
import re

import pytest
from flask_babel import lazy_gettext

from outreach.core.logs import configure_logs
from outreach.web.navigation import SECTIONS, Section
from tests.client import PageClient
from tests.pages import parse_page, text_of

POLICY = re.compile(
    r"default-src 'none'; script-src 'nonce-([\w-]{22})'; style-src 'self' 'nonce-\1'; img-src 'self' data:; connect-src 'self'; "
    r"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def test_a_page_has_its_walls_and_its_script_their_word(toys: PageClient) -> None:
    first, second = toys.get("/manage/toys"), toys.get("/manage/toys")
    words = [POLICY.fullmatch(answer.headers["Content-Security-Policy"]) for answer in (first, second)]
    assert words[0]
    assert words[1]
    assert words[0][1] != words[1][1]
    assert [script.get("nonce") for script in parse_page(first.data).all("script")] == [words[0][1]]
    assert first.headers["Cache-Control"] == "no-store"
    assert first.headers["Referrer-Policy"] == "same-origin"
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    assert first.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "publickey-credentials-get=(self)" in first.headers["Permissions-Policy"]
    assert "CDN-Cache-Control" not in first.headers


def test_what_waits_in_a_section_is_counted_once_for_a_page(toys: PageClient) -> None:
    asked = itertools.count(7)
    section = Section(lazy_gettext("Assets"), "site.healthz", count=lambda: next(asked))
    toys.application.extensions[SECTIONS].append(section)
    try:
        page = toys.page("/manage/toys")
    finally:
        toys.application.extensions[SECTIONS].remove(section)
    assert [text_of(nav) for nav in page.all("nav") if "7 to do" in text_of(nav)], "the count is not shown"
    assert next(asked) == 8


def test_the_cookie_is_for_the_signed_in_pages_alone(toys: PageClient) -> None:
    cookie = toys.get("/manage/toys").headers["Set-Cookie"]
    assert {"Path=/manage", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))


@pytest.mark.parametrize("path", ["/exit", "/healthz", "/readyz", "/hooks/sendgrid", "/api/nothing"])
def test_other_addresses_keep_the_walls_of_the_readers_pages(toys: PageClient, path: str) -> None:
    answer = toys.get(path)
    assert "form-action 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in answer.headers
    assert "Cross-Origin-Opener-Policy" not in answer.headers


def test_assets_may_be_kept_for_ever_under_the_address_that_pages_name(toys: PageClient) -> None:
    page = toys.page("/manage/toys")
    addresses = [link.get("href", "") for link in page.all("link") if link.get("rel") == "stylesheet"]
    addresses += [script.get("src", "") for script in page.all("script")]
    addresses.append(addresses[1].replace("staff.js", "govuk-frontend.js"))
    for address in addresses:
        answer = toys.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in answer.headers
    assert toys.get(addresses[0].replace("/assets/", "/assets/0")).status_code == 404
    assert toys.get(addresses[0].replace("staff.css", "../app.py")).status_code == 404


def test_the_stylesheet_asks_for_nothing_and_is_nobody_elses(toys: PageClient) -> None:
    address = next(link.get("href", "") for link in toys.page("/manage/toys").all("link") if link.get("rel") == "stylesheet")
    css = toys.get(address).text
    assert "url(" not in css
    assert "@font-face" not in css
    assert "GDS" not in css
    assert "crest" not in css
    assert not re.search(r"[;{](margin|padding|border)-(left|right)\b|[;{](left|right):|(float|text-align):(left|right)", css)
    assert len(gzip.compress(css.encode())) < 20_000


@pytest.mark.parametrize(
    ("method", "path", "status", "heading"),
    [
        ("GET", "/manage/nothing", 404, "Page not found"),
        ("GET", "/manage/toys/0", 404, "Page not found"),
        ("PUT", "/manage/toys", 405, "This address cannot be used in this way"),
        ("POST", "/manage/toys/new", 400, "We could not read what was sent"),
        ("GET", "/manage/toys/broken", 500, "Something went wrong here"),
        ("GET", "/partners/nothing", 404, "Page not found"),
        ("GET", "/m/token", 404, "Page not found"),
    ],
)
def test_errors_say_what_to_do_in_the_frame_of_the_signed_in_pages(
    toys: PageClient, method: str, path: str, status: int, heading: str
) -> None:
    answer = toys.open(path, method=method)
    assert answer.status_code == status
    page = parse_page(answer.data)
    assert page.heading == heading
    assert POLICY.fullmatch(answer.headers["Content-Security-Policy"])
    if status == 405:
        assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(("path", "size"), [("/manage/toys/00000000-0000-0000-0000-000000000000", 1_100_000)])
def test_what_is_too_large_gets_a_page(toys: PageClient, path: str, size: int) -> None:
    for length, status in ((size, {413}), (1000, {400})):
        answer = toys.post(path, data={"note": "x" * length})
        assert answer.status_code in status
    assert parse_page(toys.post("/manage/toys/new", data={"note": "x" * 2_200_000}).data).heading == "What you sent is too large"


def test_a_view_that_takes_files_may_be_sent_more(toys: PageClient) -> None:
    answer = toys.post("/manage/toys/new", data={"note": "x" * 1_500_000}, headers={"Sec-Fetch-Site": "same-origin"})
    assert parse_page(answer.data).heading == "Check and send again"


def test_the_log_of_a_failure_names_kind_and_place_and_nothing_that_anybody_sent(
    toys: PageClient, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logs(toys.application.config["OUTREACH"])  # other applications of this run may have chosen another stream
    toys.get("/manage/toys/broken?email=somebody@charity.example")
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert "ZeroDivisionError" in said[0]
    assert "broken" in said[0]
    assert "secret" not in said[0]
    assert "somebody" not in said[0]


def test_elsewhere_errors_are_the_readers(toys: PageClient) -> None:
    page = parse_page(toys.get("/api/nothing").data)
    assert page.heading == "There is no page here"


def test_the_page_says_where_it_stands_and_who_is_signed_in(toys: PageClient) -> None:
    page = toys.page("/manage/toys")
    current = {text_of(link) for link in page.all("a") if link.get("aria-current") == "true"}
    assert current == {"Toys 12 to do"}
    assert "Alex Okafor-Lindqvist" in page.text
    assert "Hidden" not in page.text
    assert "Test site." in page.text
    forms = [form for form in page.all("form") if form.get("method") == "post"]
    assert [field.get("name") for field in forms[0].iter("input")] == ["csrf_token"]


@pytest.mark.parametrize(("asked", "spoken"), [("cy", "cy"), ("cy-GB,en;q=0.5", "cy"), ("en,cy;q=0.5", "en"), ("ur", "en"), ("", "en")])
def test_before_anybody_has_signed_in_a_page_speaks_what_the_browser_asks_for(toys: PageClient, asked: str, spoken: str) -> None:
    page = parse_page(toys.get("/partners/nothing", headers={"Accept-Language": asked}).data)
    assert page.one("html").get("lang") == spoken
    assert page.heading == {"en": "Page not found", "cy": "Heb ddod o hyd i'r dudalen"}[spoken]
