"""What no page may ever say."""

from __future__ import annotations

import pytest

from outreach.content.library import ClaimKind
from outreach.content.never_say import read_never_say
from outreach.content.phrases import Phrase, find_overclaim, find_phrase
from outreach.content.rules import read_page
from outreach.core.languages import LANGUAGES
from tests.own_content import own_library
from tests.unit.content.build import TODAY, claim, library, unit

NEVER_SAY = read_never_say()
REFUSE = [(tag, sentence) for tag, phrases in NEVER_SAY.items() for phrase in phrases for sentence in phrase.refuse]
ALLOW = [(tag, sentence) for tag, phrases in NEVER_SAY.items() for phrase in phrases for sentence in phrase.allow]


@pytest.mark.parametrize(("tag", "sentence"), REFUSE)
def test_sentences_that_must_be_refused(tag: str, sentence: str) -> None:
    assert find_phrase(f"Before. {sentence} After.", NEVER_SAY[tag])


@pytest.mark.parametrize(("tag", "sentence"), ALLOW)
def test_sentences_that_must_pass(tag: str, sentence: str) -> None:
    assert find_phrase(f"Before. {sentence} After.", NEVER_SAY[tag]) is None


def test_every_phrase_is_tried_both_ways() -> None:
    assert set(NEVER_SAY) <= set(LANGUAGES)
    for tag, phrases in NEVER_SAY.items():
        for phrase in phrases:
            assert phrase.refuse, (tag, phrase.text)
            assert phrase.allow, (tag, phrase.text)


def test_the_harmless_words_have_to_stand_before_the_phrase_in_its_own_sentence() -> None:
    phrase = Phrase("will not be shared", "", unless_after=("cannot promise that",))
    assert find_phrase("We cannot promise that you like it. It will not be shared.", [phrase])
    assert find_phrase("It will not be shared, but we cannot promise that it works.", [phrase])


@pytest.mark.parametrize("tag", LANGUAGES)
def test_our_own_pages_never_say_it(tag: str) -> None:
    content = own_library()
    for page in content.pages:
        assert find_overclaim(read_page(page, library=content, tag=tag, today=TODAY), content, NEVER_SAY) is None


def test_an_overclaim_is_found_in_the_text_the_claims_and_the_english_behind_a_caution() -> None:
    bad = "You will not be deported."
    block = unit("page/p/b", "## B\n\n{claim:c}")
    content = library({"c": claim("c", ClaimKind.CAUTION, unit("claim/c", bad))}, [block])
    for tag in ("en", "ur"):
        found = find_overclaim(read_page(content.pages[0], library=content, tag=tag, today=TODAY), content, NEVER_SAY)
        assert found
        assert (found.unit, found.tag, found.phrase) == ("claim/c", "en", "you will not be deported")


@pytest.mark.parametrize(
    "text",
    [
        "We cannot promise that it will not be shared, but it will not be shared.",
        "It will not be sha\u00adred.",
        "It will\u200b not be shared.",
    ],
)
def test_no_trick_of_order_or_of_invisible_characters_gets_a_phrase_through(text: str) -> None:
    assert find_phrase(text, NEVER_SAY["en"])
