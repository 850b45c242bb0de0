"""The reader-safety contract: one test for each row of outreach/content/seed/safety.toml, named after it, over every public page."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from outreach.content.files import read_safety
from outreach.core.areas import AREAS
from outreach.core.config import Config
from outreach.core.db import db
from outreach.core.languages import ENGLISH, LANGUAGES
from outreach.directory.rules import Need, PassesOn
from outreach.site.generations import find_current
from outreach.site.operations import publish_site
from outreach.site.rendering import hash_source
from outreach.site.rules import is_application_path
from tests.accounts import add_account
from tests.client import PageClient
from tests.conftest import AREAS_SHOWN, NOW
from tests.directory import add_shown
from tests.moulds import copy_files
from tests.own_content import own_library
from tests.pages import Page, parse_page

LIGHTEST_ALLOWANCE = 13_000  # bytes on the wire with headers: the first flight of a TCP connection


AREAS_READ = ("cumbria", "gwent", "kent")  # of the lists of services: without one, with a confidential one, with several


@pytest.fixture(scope="session")
def whole(published: Flask, make_app: Callable[[Config], Flask], tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """What is published, and services besides."""
    config: Config = published.config["OUTREACH"]
    folder = tmp_path_factory.mktemp("contract") / "copy"
    copy_files(config, folder)
    app = make_app(replace(config, data_dir=folder))
    with app.app_context():
        me = add_account()
        add_shown(me, name="Everywhere line", is_national=True, areas=[], needs=[Need.REFUGE], passes_on=PassesOn.MAY, passes_to=["police"])
        add_shown(me, name="Hidden house", areas=["gwent"], is_confidential=True, is_always_open=True, openings=[])
        ways: dict[str, Any] = {"address": "1 High Street", "email": "marsh@advice.example", "website": "https://advice.example"}
        for number in range(12):
            add_shown(me, name=f"Marsh Advice {number}", needs=[Need.ADVICE, Need.LEGAL], **ways)
        db.session.remove()
        publish_site(app.config["OUTREACH"], now=NOW)
        db.session.commit()
        db.session.remove()
    return app


@pytest.fixture(scope="session")
def addresses(whole: Flask) -> list[str]:
    """Every public HTML address, in every language, and some that are missing; of the lists of services, those of three areas."""
    current = find_current(whole.config["OUTREACH"].data_dir / "site")
    assert current is not None
    every = [entry.address for entry in current.files.values() if entry.address and entry.content_type.startswith("text/html")]
    of_areas = {address for address in every if "/find-help/" in address}
    assert {address.split("/")[3] for address in of_areas} == set(AREAS)
    found = [address for address in every if address not in of_areas or address.split("/")[3] in AREAS_READ]
    assert len(set(every) - of_areas) == 1 + len(LANGUAGES) * (len(own_library().pages) + len(AREAS_SHOWN))
    assert len([address for address in found if "/your-information/" in address]) == len(LANGUAGES) * len(AREAS_SHOWN)
    assert f"/{ENGLISH}/find-help/kent/2" in found, "a list in parts"
    return [*found, *(f"/{tag}/nothing" for tag in LANGUAGES), "/nothing", "/api/nothing"]


@pytest.fixture
def client(whole: Flask) -> PageClient:
    client = whole.test_client()
    assert isinstance(client, PageClient)
    return client


@pytest.fixture(scope="session")
def pages(whole: Flask, addresses: list[str]) -> dict[str, Page]:
    client = whole.test_client()
    return {address: parse_page(client.get(address).data) for address in addresses}


def test_every_row_has_its_test() -> None:
    here = vars(sys.modules[__name__])
    assert [row.key for row in read_safety() if f"test_row_{row.key}" not in here] == []


def test_row_cookies(whole: Flask, addresses: list[str]) -> None:
    client = whole.test_client()
    for address in [*addresses, "/exit", "/healthz"]:
        plain = client.get(address)
        client.set_cookie("session", "x" * 40)
        with_cookie = client.get(address)
        assert not plain.headers.getlist("Set-Cookie")
        assert (plain.status_code, plain.data) == (with_cookie.status_code, with_cookie.data)
        assert "Cookie" not in plain.headers["Vary"]
        client.delete_cookie("session")


def test_row_scripts(pages: dict[str, Page]) -> None:
    for address, page in pages.items():
        assert len(page.all("script")) == 1, address
        assert not page.all("noscript"), address
        leave = [link for link in page.all("a") if link.get("data-leave") is not None]
        assert [link.get("href") for link in leave] == ["/exit"], address
        assert not [e for e in page.tree.iter() if any(name.startswith("on") for name in e.attrib)], address


def test_row_elsewhere(pages: dict[str, Page]) -> None:
    for address, page in pages.items():
        for element in page.tree.iter():
            for name in ("src", "srcset", "poster", "data", "action", "background"):
                assert element.get(name) is None, (address, name)
            if element.tag == "link":
                assert element.attrib == {"rel": "icon", "href": "data:,"}
        assert not re.search(r"url\(|@import", "".join(style.text or "" for style in page.all("style")))
        assert all(link.startswith(("/", "tel:")) for link in page.links), address


def test_row_headers(client: PageClient, addresses: list[str]) -> None:
    style, script = hash_source("css/reader.css"), hash_source("js/exit.js")
    expected = {
        "Cache-Control": "no-store",
        "CDN-Cache-Control": "public, max-age=60",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Vary": "Accept-Encoding",
        "Content-Security-Policy": f"default-src 'none'; style-src {style}; script-src {script}; img-src data:; form-action 'none'; "
        "base-uri 'none'; frame-ancestors 'none'",
    }
    for address in [*addresses, "/exit"]:
        for method in ("GET", "HEAD", "POST"):
            headers = client.open(address, method=method).headers
            ours = dict(expected)
            if is_application_path(address):
                ours.pop("CDN-Cache-Control")
                assert "CDN-Cache-Control" not in headers
            assert {name: headers.get(name) for name in ours} == ours, (method, address)
            assert set(re.findall(r"=\((.*?)\)", headers["Permissions-Policy"])) == {""}


def test_row_addresses(pages: dict[str, Page]) -> None:
    for address, page in pages.items():
        assert not [link for link in page.links if "?" in link or "#" in link], address
        assert not [e for e in page.tree.iter() if e.tag in ("form", "input", "button")], address


def test_row_titles(pages: dict[str, Page]) -> None:
    telling = re.compile(r"police|crime|immigra|abuse|victim|help|status|visa|پولیس|جرم|امیگریشن|警|犯罪|移民", re.I)
    for address, page in pages.items():
        assert page.title != page.heading, address
        assert not telling.search(page.title), (address, page.title)
        assert not telling.search(address.replace("/find-help", "")), address  # the contract gives that name


def test_row_logs(whole: Flask, addresses: list[str], caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    client = whole.test_client()
    with caplog.at_level(logging.DEBUG):
        for address in addresses:
            client.get(address, headers={"Accept-Language": "ur", "User-Agent": "a phone"}, environ_base={"REMOTE_ADDR": "203.0.113.9"})
    said = caplog.text + "".join(capfd.readouterr())
    assert said == ""


def test_row_logs_when_the_application_fails(whole: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise ValueError("a message with somebody's data")

    monkeypatch.setitem(whole.view_functions, "site.leave", fail)
    fail.access = "public"  # type: ignore[attr-defined]
    monkeypatch.setitem(whole.config, "PROPAGATE_EXCEPTIONS", False)
    response = whole.test_client().get("/exit", environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert response.status_code == 500
    assert parse_page(response.data).heading == "Something went wrong here"
    assert "'status': 500, 'error': 'ValueError'" in caplog.messages[-1]
    assert "somebody" not in caplog.text


def test_row_readers(whole: Flask, addresses: list[str]) -> None:
    for address in addresses:
        answers = [
            whole.test_client().get(
                address,
                headers={"User-Agent": agent, "Accept-Language": tongue, "Referer": "https://x.example/"},
                environ_base={"REMOTE_ADDR": ip},
            )
            for agent, tongue, ip in (("a", "ur", "203.0.113.9"), ("b", "en", "198.51.100.7"))
        ]
        assert answers[0].data == answers[1].data
        assert list(answers[0].headers) == list(answers[1].headers)


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_every_page_arrives_in_the_first_flight(client: PageClient, addresses: list[str], encoding: str) -> None:
    for address in addresses:
        response = client.get(address, headers={"Accept-Encoding": encoding})
        head = sum(len(name) + len(value) + 4 for name, value in response.headers) + 200  # the server's own lines
        assert head + len(response.data) <= LIGHTEST_ALLOWANCE, (address, head + len(response.data))
