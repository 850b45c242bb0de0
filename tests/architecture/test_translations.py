"""The translations of the pages, checked by machine: what is there, that nothing was lost in them, that warnings still say no."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from pathlib import Path

import polib
import pytest

from outreach.content.library import ClaimKind, Unit, units_of
from outreach.content.never_say import read_never_say
from outreach.content.phrases import find_phrase
from outreach.content.rules import named, placeholders
from outreach.core.i18n import TRANSLATIONS
from outreach.core.languages import ENGLISH, LANGUAGES
from tests.own_content import own_library

LIBRARY = own_library()
UNITS = units_of(LIBRARY)
TAGS = [tag for tag in LANGUAGES if tag != ENGLISH]
WHOLE = ["ar", "ur", "fa", "prs", "ps", "ckb", "pl", "ro", "es", "pt", "so", "bn", "sq", "ti"]  # these have every page
NEVER_SAY = read_never_say()
NEGATIONS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("negations.toml").read_text("utf-8"))
NEGATIVE = re.compile(r"\b(not|no|cannot|nobody|never)\b", re.I)
MARKUP = re.compile(r"\{[^}]*\}|\]\([^)]*\)|%\(\w+\)s")
SCRIPTS = {
    **dict.fromkeys(["ur", "ar", "fa", "prs", "ps", "ckb"], "ARABIC"),
    **dict.fromkeys(["bg", "ru", "uk"], "CYRILLIC"),
    **dict.fromkeys(["ti", "am"], "ETHIOPIC"),
    "pa": "GURMUKHI",
    "bn": "BENGALI",
    "gu": "GUJARATI",
    "ta": "TAMIL",
    "zh-Hans": "CJK",
}  # of those that are not written in the Latin alphabet
ENGLISH_WORDS = set(re.findall(r"[A-Za-z]{2,}", " ".join(unit.english for unit in UNITS.values()))) | {"JavaScript", "IP", "Cookie"}


def translated(tag: str) -> dict[str, str]:
    return {key: unit.translations[tag].text for key, unit in UNITS.items() if tag in unit.translations}


def shape(text: str) -> list[str]:
    """What each line of a text is: heading, item, placeholder, nothing or words."""
    signs = (("## ", "heading"), ("- {", "item placeholder"), ("- ", "item"), ("{", "placeholder"))
    return [next((name for sign, name in signs if line.startswith(sign)), "words" if line else "") for line in text.splitlines()]


def essential() -> list[Unit]:
    """Whatever a reader of the essential pages meets, and the text that stands in for a withdrawn claim."""
    pages = [page for page in LIBRARY.pages if page.is_essential]
    blocks = [block for page in pages for block in page.blocks]
    claims = [LIBRARY.claims[key].unit for block in blocks for key in named(block.english, "claim")]
    fields = [text for block in blocks for key in named(block.english, "contact") for text in LIBRARY.contacts[key].texts]
    return [LIBRARY.withdrawal, *(unit for page in pages for unit in page.units), *claims, *fields]


@pytest.mark.parametrize("tag", TAGS)
def test_the_essential_pages_are_there_in_every_language(tag: str) -> None:
    assert [unit.key for unit in essential() if tag not in unit.translations] == []


@pytest.mark.parametrize("tag", WHOLE)
def test_all_pages_are_there_in_fourteen_languages(tag: str) -> None:
    assert sorted(UNITS.keys() - translated(tag).keys()) == []


@pytest.mark.parametrize("tag", TAGS)
def test_placeholders_links_and_numbers_are_those_of_the_english(tag: str) -> None:
    for key, text in translated(tag).items():
        english = UNITS[key].english
        assert placeholders(text) == placeholders(english), key
        assert sorted(re.findall(r"\]\([^)]*\)", text)) == sorted(re.findall(r"\]\([^)]*\)", english)), key
        assert shape(text) == shape(english), f"{key}: headings, lists and paragraphs are those of the English"
        assert sorted(re.findall(r"\d+", text)) == sorted(re.findall(r"\d+", english)), key
        assert all(sign.isascii() for sign in text if sign.isdigit()), f"{key}: digits are 0 to 9"


@pytest.mark.parametrize("tag", TAGS)
def test_texts_are_in_the_script_of_their_language(tag: str) -> None:
    """But for names: a Latin word in another script is a word of the English text."""
    for key, text in translated(tag).items():
        plain = MARKUP.sub("", text)
        if tag not in SCRIPTS:
            assert all("LATIN" in unicodedata.name(sign) or sign in "ʼʻ" for sign in plain if sign.isalpha()), key
            continue
        assert set(re.findall(r"[A-Za-z]{2,}", plain)) <= ENGLISH_WORDS, key
        others = {sign for sign in plain if sign.isalpha() and not sign.isascii() and SCRIPTS[tag] not in unicodedata.name(sign)}
        assert not others, (key, others)
        english = re.search(r"[a-z]", MARKUP.sub("", UNITS[key].english))
        assert not english or any(sign.isalpha() and not sign.isascii() for sign in plain), f"{key} is not translated"


@pytest.mark.parametrize("tag", TAGS)
def test_a_warning_that_says_no_in_english_says_no(tag: str) -> None:
    for claim in LIBRARY.claims.values():
        found = claim.unit.translations.get(tag)
        if found and claim.kind is ClaimKind.CAUTION and NEGATIVE.search(claim.unit.english):
            assert any(word.lower() in found.text.lower() for word in NEGATIONS[tag]), (claim.key, found.text)


@pytest.mark.parametrize("tag", list(LANGUAGES))
def test_every_language_has_phrases_that_it_never_says_and_says_none(tag: str) -> None:
    assert len(NEVER_SAY[tag]) >= 5
    texts = translated(tag) if tag != ENGLISH else {key: unit.english for key, unit in UNITS.items()}
    assert [(key, phrase.text) for key, text in texts.items() if (phrase := find_phrase(text, NEVER_SAY[tag]))] == []


@pytest.mark.parametrize("tag", TAGS)
def test_everything_is_shown_as_what_it_is_a_draft_of_a_machine(tag: str) -> None:
    assert {unit.translations[tag].state for unit in UNITS.values() if tag in unit.translations} == {"machine"}


@pytest.mark.parametrize("tag", TAGS)
def test_titles_stay_apart_from_headings(tag: str) -> None:
    texts = translated(tag)
    same = [page.slug for page in LIBRARY.pages if page.title.key in texts and texts[page.title.key] == texts.get(page.heading.key)]
    assert same == []


@pytest.mark.parametrize("name", ["glossary.md", "docs"])
def test_every_language_has_its_part_of_the_glossary_and_of_the_record(name: str) -> None:
    path = TRANSLATIONS / name if name == "glossary.md" else TRANSLATIONS.parent / "docs" / "translations.md"
    text = path.read_text("utf-8")
    assert [tag for tag in TAGS if f"({tag})" not in text] == []


def test_a_text_in_a_catalogue_stands_beside_the_english_of_today() -> None:
    for tag in TAGS:
        path = TRANSLATIONS / LANGUAGES[tag].cldr / "LC_MESSAGES" / "pages.po"
        assert [entry.msgctxt for entry in polib.pofile(str(path)) if entry.fuzzy] == []
