"""Published pages, as a client gets them from the middleware."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import brotli
import pytest
from flask import Flask

from outreach.core.languages import LANGUAGES
from outreach.site.generations import find_current
from outreach.site.rules import RESERVED
from outreach.site.serving import PublishedPages
from outreach.web.headers import STAFF
from tests.client import PageClient
from tests.pages import parse_page

PAGE = "/ur/your-information"


def test_a_page_in_each_encoding_is_the_same_page(client: PageClient) -> None:
    plain = client.get(PAGE)
    zipped = client.get(PAGE, headers={"Accept-Encoding": "gzip"})
    brotlied = client.get(PAGE, headers={"Accept-Encoding": "gzip, br"})
    assert plain.data == gzip.decompress(zipped.data) == brotli.decompress(brotlied.data)
    assert (zipped.content_encoding, brotlied.content_encoding) == ("gzip", "br")
    assert plain.content_encoding is None
    assert len({plain.headers["ETag"], zipped.headers["ETag"], brotlied.headers["ETag"]}) == 3
    assert plain.headers["Vary"] == "Accept-Encoding"


def test_head_is_get_without_the_body(client: PageClient) -> None:
    head, get = client.head(PAGE), client.get(PAGE)
    assert head.data == b""
    assert list(head.headers) == list(get.headers)


def test_a_cache_that_has_the_page_is_told_so(client: PageClient) -> None:
    etag = client.get(PAGE).headers["ETag"]
    same = client.get(PAGE, headers={"If-None-Match": f'"other", {etag}'})
    assert (same.status_code, same.data) == (304, b"")
    assert same.headers["ETag"] == etag
    assert same.headers["Cache-Control"] == "no-store"
    assert client.get(PAGE, headers={"If-None-Match": '"other"'}).status_code == 200


def test_flask_is_not_entered_for_a_published_page_nor_for_a_missing_one(site_folder: Path) -> None:
    def app(environ: Any, start_response: Any) -> Any:
        raise AssertionError("the application was entered")

    pages = PublishedPages(app, site_folder, hosts=frozenset({"localhost"}))
    for path, status in ((PAGE, "200"), ("/ur/nothing", "404"), ("/nothing", "404"), ("/", "200"), ("//example.org/", "404")):
        said: list[str] = []
        body = pages(
            {"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_HOST": "localhost"}, lambda line, _headers, said=said: said.append(line)
        )
        assert b"".join(body)
        assert said[0][:3] == status


@pytest.mark.parametrize(
    ("path", "status", "language"),
    [
        ("/ur/nothing", 404, "ur"),
        ("/zh-Hans/a/b/c", 404, "zh-Hans"),
        ("/ur/your-information/surrey", 404, "ur"),
        ("/ur/your-information/kent.html", 404, "ur"),
        ("/ur/urgent/kent", 404, "ur"),
        ("/xx/", 404, "en"),
        ("/nothing", 404, "en"),
        ("/ur/../../etc/passwd", 404, "ur"),
        ("/ur/%2e%2e/%2e%2e/etc/passwd", 404, "ur"),
        ("/ur/%00", 404, "ur"),
        ("/ur/%ff%fe", 404, "ur"),
        ("/ur/%F0%9F%98%80", 404, "ur"),
        ("/ur/index.html", 404, "ur"),
        ("/ur/_404", 404, "ur"),
        ("/ur/_404.html", 404, "ur"),
        ("/headers.json", 404, "en"),
        ("/UR/", 404, "en"),
        ("/ur/" + "x" * 5000, 404, "ur"),
    ],
)
def test_what_is_not_there_says_so_in_the_language_of_the_address(client: PageClient, path: str, status: int, language: str) -> None:
    response = client.get(path)
    assert response.status_code == status
    page = parse_page(response.data)
    assert page.one("html").get("lang") == language
    assert "Traceback" not in page.text
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers


@pytest.mark.parametrize(
    ("path", "target"), [("/ur", "/ur/"), (PAGE + "/", PAGE), ("/ur/your-information/kent/", "/ur/your-information/kent")]
)
def test_a_slash_too_few_or_too_many_is_forgiven(client: PageClient, path: str, target: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.headers["Location"]) == (308, target)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_a_page_only_reads(client: PageClient, method: str) -> None:
    response = client.open(PAGE, method=method)
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")
    assert parse_page(response.data).one("html").get("lang") == "ur"


@pytest.mark.parametrize("host", ["evil.example", "", "localhost.evil.example", "127.0.0.1:80:80", "a" * 300])
def test_another_host_is_refused_in_the_readers_language(client: PageClient, host: str) -> None:
    response = client.get(PAGE, headers={"Host": host})
    assert response.status_code == 400
    assert parse_page(response.data).one("html").get("lang") == "ur"
    assert client.get("/healthz", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:5000", "[::1]:8000"])
def test_our_own_names_are_accepted_on_any_port(client: PageClient, host: str) -> None:
    assert client.get(PAGE, headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("header", ["gzip;q=nonsense", "\\x00", "," * 500, "br;;q", "a" * 8000])
def test_malformed_headers_still_get_the_page(client: PageClient, header: str) -> None:
    assert client.get(PAGE, headers={"Accept-Encoding": header, "If-None-Match": header}).status_code == 200


def test_a_query_string_changes_nothing(client: PageClient) -> None:
    assert client.get(PAGE + "?from=somewhere").data == client.get(PAGE).data


@pytest.mark.parametrize("segment", sorted(RESERVED))
def test_reserved_segments_go_to_the_application_and_no_further(client: PageClient, segment: str) -> None:
    response = client.get(f"/{segment}/nothing-here")
    assert response.status_code == 404
    heading = "Page not found" if segment in STAFF else "There is no page here"
    assert parse_page(response.data).heading == heading


def test_the_way_out_is_a_bare_redirect(client: PageClient) -> None:
    response = client.get("/exit")
    assert (response.status_code, response.headers["Location"]) == (303, "https://www.bbc.co.uk/weather")
    assert response.headers["Cache-Control"] == "no-store"
    assert "Clear-Site-Data" not in response.headers
    assert client.post("/exit").status_code == 405


def test_before_the_first_publication_readers_are_told_to_come_back(tmp_path: Path) -> None:
    said: list[Any] = []
    pages = PublishedPages(lambda *_: [b""], tmp_path, hosts=frozenset({"localhost"}))
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/en/", "HTTP_HOST": "localhost"}
    start: Any = lambda line, headers: said.append((line, dict(headers)))  # noqa: E731
    body = b"".join(pages(environ, start))
    assert said[0][0] == "503 Service Unavailable"
    assert said[0][1]["Retry-After"] == "10"
    assert b"call 999" in body


def test_a_damaged_set_on_disk_does_not_take_the_one_in_memory_away(site_folder: Path, tmp_path: Path) -> None:
    pages = PublishedPages(lambda *_: [b""], tmp_path, hosts=frozenset({"localhost"}))
    current = find_current(site_folder)
    assert current is not None
    (tmp_path / "current").symlink_to(current.folder)
    pages._look()
    shelf = pages.shelf
    assert shelf is not None
    (tmp_path / "current").unlink()
    (tmp_path / "current").symlink_to(tmp_path / "broken")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "headers.json").write_text("{")
    pages._look()
    assert pages.shelf is shelf


def test_every_language_and_page_answers(client: PageClient, published: Flask) -> None:
    for tag in LANGUAGES:
        for slug in ("", "your-information", "what-we-keep"):
            assert client.get(f"/{tag}/{slug}").status_code == 200
