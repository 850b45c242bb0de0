"""The pages as readers see them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask

from outreach.content.library import Library, Unit
from outreach.core.languages import LANGUAGES
from outreach.site.machine_files import render_machine_files
from tests.client import PageClient
from tests.conftest import NOW
from tests.own_content import own_library
from tests.pages import text_of

READY = tuple(LANGUAGES)
SLUGS = ("", "your-information", "what-we-keep")


def test_the_list_of_languages_names_all_and_links_those_offered(client: PageClient) -> None:
    page = client.page("/")
    listed = {item.get("lang"): item for element in page.all("li") for item in element}
    assert set(listed) == {language.html for language in LANGUAGES.values()}
    assert {item.get("href") for item in listed.values() if item.tag == "a"} == {f"/{tag}/" for tag in READY}
    assert listed["fa-AF"].get("dir") == "rtl"


@pytest.mark.parametrize("tag", READY)
@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_says_which_language_it_is_in_and_keeps_the_page_when_that_is_switched(client: PageClient, tag: str, slug: str) -> None:
    page = client.page(f"/{tag}/{slug}")
    html = page.one("html")
    assert (html.get("lang"), html.get("dir")) == (LANGUAGES[tag].html, LANGUAGES[tag].direction)
    switch = page.one("details")
    assert {link.get("href") for link in switch.iter("a")} == {f"/{other}/{slug}" for other in READY}


@pytest.mark.parametrize("path", ["/", *(f"/{tag}/{slug}" for tag in READY for slug in SLUGS), "/ur/nothing"])
def test_every_page_of_the_demonstration_says_so_in_its_language(client: PageClient, path: str) -> None:
    page = client.page(path, status=404 if path == "/ur/nothing" else 200)
    notices = [text_of(element) for element in page.all("p") if element.get("class") == "notice"]
    assert len(notices[0]) > 15
    assert "999" in notices[0]
    assert ("Test site" in notices[0]) is (page.one("html").get("lang") == "en")


@pytest.mark.parametrize("tag", [tag for tag in READY if tag != "en"])
def test_a_translation_that_nobody_checked_says_so_and_leads_to_the_english(client: PageClient, tag: str) -> None:
    page = client.page(f"/{tag}/your-information")
    assert "/en/your-information" in [
        link.get("href") for notice in page.all("p") if notice.get("class") == "notice" for link in notice.iter("a")
    ]
    assert not [n for n in client.page("/en/your-information").all("p") if "checked" in text_of(n)]


@pytest.mark.parametrize("tag", READY)
def test_numbers_are_links_that_stay_left_to_right(client: PageClient, tag: str) -> None:
    numbers = [link for link in client.page(f"/{tag}/your-information").all("a") if link.get("class") == "number"]
    assert [(n.get("href"), n.get("dir"), text_of(n)) for n in numbers] == [
        ("tel:+448081570142", "ltr", "0808 157 0142"),
        ("tel:+448000271234", "ltr", "0800 027 1234"),
    ]


def test_the_reassurance_and_all_its_cautions_stand_on_the_page(client: PageClient) -> None:
    text = client.page("/en/your-information").text
    for sentence in (
        "You can tell the police about a crime whatever your immigration status.",
        "The national police guidance is not law.",
        "Officers may check databases for other reasons.",
        "it is right for an officer who suspects that you have no permission to be here to tell Immigration Enforcement",
        "There is no complete barrier between the police and the Home Office.",
        "Information about you can be shared, and we cannot promise that it will not be.",
    ):
        assert sentence in text


@pytest.mark.parametrize("tag", [tag for tag in READY if tag in ("ur", "ar", "fa", "ps", "ckb", "bn", "ta", "ti", "am", "zh-Hans")])
def test_nothing_in_another_language_is_left_unmarked(client: PageClient, tag: str) -> None:
    """Latin words in a page of another script stand in an element that says that they are English, but for names in brackets."""
    page = client.page(f"/{tag}/your-information")
    for element in page.one("main").iter():
        if element.tag in ("p", "h1", "h2") and element.get("lang") is None and not list(element):
            outside = re.sub(r"[(（][^)）]*[)）]", "", text_of(element))
            assert not re.search(r"[A-Za-z]{3,}", outside), outside


def test_robots_stay_away_from_a_demonstration(client: PageClient) -> None:
    assert b"Disallow: /" in client.get("/robots.txt").data
    assert 'name="robots" content="noindex"' in client.get("/en/").text


def test_the_site_map_names_a_page_only_in_languages_that_it_is_written_in(published: Flask, client: PageClient) -> None:
    site_map = client.get("/sitemap.xml")
    assert site_map.mimetype == "application/xml"
    assert "/ur/your-information" in site_map.text
    assert 'hreflang="zh-Hans"' in site_map.text
    assert "/cy/health" in site_map.text
    library = without_welsh(own_library(), "health")
    files = {path: body.decode() for path, _type, body in render_machine_files(library, published.config["OUTREACH"], today=NOW.date())}
    assert "/cy/health" not in files["sitemap.xml"]
    assert "/ar/health" in files["sitemap.xml"]
    assert "/cy/work" in files["sitemap.xml"]


def without_welsh(library: Library, slug: str) -> Library:
    """The same content before anybody had translated the blocks of one page into Welsh."""

    def without(unit: Unit) -> Unit:
        return replace(unit, translations={tag: text for tag, text in unit.translations.items() if tag != "cy"})

    pages = (replace(page, blocks=tuple(map(without, page.blocks))) if page.slug == slug else page for page in library.pages)
    return replace(library, pages=tuple(pages))


def test_security_contact_is_published_and_not_out_of_date(client: PageClient) -> None:
    text = client.get("/.well-known/security.txt").text
    assert "Contact: " in text
    assert re.search(r"Expires: 202[78]-", text)
