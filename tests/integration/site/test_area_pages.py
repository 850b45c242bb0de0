"""The page that an area has of "Who may see my information", as readers get it."""

from __future__ import annotations

import re

import pytest

from outreach.core.areas import AREAS
from outreach.core.languages import LANGUAGES
from outreach.demo.policies import SENTENCES
from tests.client import PageClient
from tests.conftest import AREAS_SHOWN
from tests.pages import Page, text_of

OWN = "The police in this area"


def sections(page: Page) -> list[str]:
    return [text_of(section) for section in page.all("section")]


def areas_listed(page: Page) -> list[tuple[str, str]]:
    """The list of areas: addresses with names."""
    navs = [nav for nav in page.all("nav") if nav.get("class") == "areas"]
    return [(link.get("href", ""), text_of(link)) for nav in navs for link in nav.iter("a")]


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("area", AREAS_SHOWN)
def test_it_is_there_in_every_language_and_switching_keeps_page_and_area(client: PageClient, tag: str, area: str) -> None:
    page, base = client.page(f"/{tag}/your-information/{area}"), client.page(f"/{tag}/your-information")
    assert (page.title, page.heading) == (base.title, base.heading), "neutral, and the same"
    assert {link.get("href") for link in page.one("details").iter("a")} == {f"/{other}/your-information/{area}" for other in LANGUAGES}
    assert [part for part in sections(page) if part in sections(base)] == sections(base), "all of the page, in its order"
    assert len(sections(page)) == len(sections(base)) + 1
    names = [element for element in page.all("bdi") if text_of(element) == AREAS[area].name]
    assert [element.get("lang") for element in names] == ["en"]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_page_of_all_leads_to_those_of_the_areas_and_they_lead_back(client: PageClient, tag: str) -> None:
    base = client.page(f"/{tag}/your-information")
    assert areas_listed(base) == [(f"/{tag}/your-information/{area}", AREAS[area].name) for area in AREAS_SHOWN]
    for area in AREAS_SHOWN:
        page = client.page(f"/{tag}/your-information/{area}")
        assert areas_listed(page) == []
        assert f"/{tag}/your-information" in page.links
    assert areas_listed(client.page(f"/{tag}/urgent")) == []


def test_what_the_police_of_the_area_publish_stands_after_what_the_police_may_tell(client: PageClient) -> None:
    for area, (_tone, sentence) in SENTENCES.items():
        parts = sections(client.page(f"/en/your-information/{area}"))
        at = next(number for number, part in enumerate(parts) if part.startswith(OWN))
        assert parts[at - 1].startswith("Will the police tell the Home Office about me?")
        told = (
            rf"{OWN} {re.escape(sentence)} Source: Policy of {AREAS[area].name} police, version .+, dated .+ We read it on \d+ \w+ 2026\. "
        )
        assert re.fullmatch(told + f"https://example.org/invented/policies/{area}", parts[at])


def test_a_warning_looks_like_one_and_what_encourages_does_not(client: PageClient) -> None:
    looks = {}
    for area, (tone, sentence) in SENTENCES.items():
        page = client.page(f"/en/your-information/{area}")
        looks[str(tone)] = next(element.get("class") for element in page.all("p") if text_of(element) == sentence)
    assert looks == {"warning": "caution", "encouraging": None}


@pytest.mark.parametrize("tag", [tag for tag in LANGUAGES if tag != "en"])
def test_what_nobody_has_translated_is_english_and_said_to_be_and_a_warning_stands_under_the_withdrawal_text(
    client: PageClient, tag: str
) -> None:
    for area, (tone, sentence) in SENTENCES.items():
        page = client.page(f"/{tag}/your-information/{area}")
        box = next(element for element in page.all("div") if element.get("class") == "english" and sentence in text_of(element))
        label, english = box.iter("p")
        assert (label.get("class"), label.get("lang")) == ("label", None)
        assert (english.get("lang"), english.get("dir")) == ("en", "ltr")
        assert len([element for element in page.all("div") if element.get("class") == "checking"]) == (1 if tone == "warning" else 0)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_address_of_the_source_is_text_that_stays_left_to_right(client: PageClient, tag: str) -> None:
    page = client.page(f"/{tag}/your-information/kent")
    address = next(element for element in page.all("bdi") if "example.org" in text_of(element))
    assert (address.get("dir"), list(address)) == ("ltr", [])
    assert not [link for link in page.links if not link.startswith(("/", "tel:"))]


def test_the_site_map_has_it_in_the_languages_of_its_page(client: PageClient) -> None:
    text = client.get("/sitemap.xml").text
    assert [tag for tag in LANGUAGES if f"/{tag}/your-information/kent</loc>" in text] == list(LANGUAGES)
    assert 'hreflang="fa-AF" href="http://127.0.0.1:8000/prs/your-information/gwent"' in text
