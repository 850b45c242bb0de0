"""Addresses and headers."""

from __future__ import annotations

import pytest

from outreach.core.languages import LANGUAGES
from outreach.site.rules import RESERVED, error_file, is_application_path, language_of, page_file, page_path, safety_headers


def test_addresses_and_files_of_pages() -> None:
    assert (page_path("ur", "home"), page_file("ur", "home")) == ("/ur/", "ur/index.html")
    assert (page_path("ur", "x"), page_file("ur", "x")) == ("/ur/x", "ur/x.html")
    assert error_file("ur", 404) == "ur/_404.html"


def test_no_language_is_a_reserved_segment() -> None:
    assert not RESERVED & set(LANGUAGES)


@pytest.mark.parametrize(
    ("path", "tag"), [("/ur/", "ur"), ("/ur", "ur"), ("/zh-Hans/x", "zh-Hans"), ("/xx/", None), ("", None), ("/UR/", None)]
)
def test_the_language_of_an_address(path: str, tag: str | None) -> None:
    assert language_of(path) == tag


@pytest.mark.parametrize(("path", "answer"), [("/exit", True), ("/manage/x", True), ("/exitx", False), ("/", False), ("/ur/exit", False)])
def test_whose_address_it_is(path: str, answer: bool) -> None:
    assert is_application_path(path) is answer


def test_the_policy_allows_the_inline_assets_and_nothing_else() -> None:
    policy = safety_headers(style="'sha256-a'", script="'sha256-b'")["Content-Security-Policy"]
    assert policy == (
        "default-src 'none'; style-src 'sha256-a'; script-src 'sha256-b'; img-src data:; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    )
