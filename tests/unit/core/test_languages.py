"""The table of languages."""

from __future__ import annotations

from outreach.core.languages import LANGUAGES


def test_english_and_thirty_more() -> None:
    assert len(LANGUAGES) == 31
    assert next(iter(LANGUAGES)) == "en"


def test_directions_come_from_cldr() -> None:
    assert {tag for tag, language in LANGUAGES.items() if language.direction == "rtl"} == {"ur", "ar", "fa", "prs", "ps", "ckb"}


def test_tags_that_differ_from_cldr_names() -> None:
    assert (LANGUAGES["prs"].html, LANGUAGES["prs"].cldr) == ("fa-AF", "fa_AF")
    assert (LANGUAGES["zh-Hans"].html, LANGUAGES["zh-Hans"].cldr) == ("zh-Hans", "zh_Hans")


def test_own_names() -> None:
    names = {tag: language.own_name for tag, language in LANGUAGES.items()}
    assert names["pl"] == "Polski"
    assert names["prs"] == "دری"
    assert names["ckb"] == "کوردی (سۆرانی)"
    assert names["ti"] == "ትግርኛ"
    assert len(set(names.values())) == 31
