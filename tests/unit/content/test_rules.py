"""What a reader gets."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.content.faults import find_faults
from outreach.content.library import Claim, ClaimKind, Contact, Gravity, State, Unit
from outreach.content.rules import (
    Outcome,
    PageReading,
    is_offered,
    linked,
    named,
    read_contact,
    read_page,
    read_unit,
    staleness,
    structure,
)
from outreach.core.text import revision_id
from tests.unit.content.build import SOURCE, TODAY, claim, library, unit

COSMETIC, WORDING, MEANING, SAFETY = Gravity.COSMETIC, Gravity.WORDING, Gravity.MEANING, Gravity.SAFETY


@pytest.mark.parametrize(
    ("kind", "change", "weight"),
    [
        (WORDING, COSMETIC, COSMETIC),
        (SAFETY, COSMETIC, COSMETIC),
        (WORDING, WORDING, WORDING),
        (WORDING, MEANING, MEANING),
        (WORDING, SAFETY, SAFETY),
        (MEANING, WORDING, MEANING),
        (SAFETY, WORDING, SAFETY),
    ],
)
def test_a_change_weighs_as_the_graver_of_block_and_change(kind: Gravity, change: Gravity, weight: Gravity) -> None:
    changed = unit("b", "old", kind, [("new", change)])
    assert staleness(changed, revision_id("old"))[0] is weight


def test_over_several_changes_the_gravest_counts() -> None:
    changed = unit("b", "a", WORDING, [("b", WORDING), ("c", MEANING), ("d", COSMETIC)])
    assert staleness(changed, revision_id("a"))[0] is MEANING
    assert staleness(changed, revision_id("b"))[0] is MEANING
    assert staleness(changed, revision_id("c"))[0] is COSMETIC


def test_a_text_that_came_back_makes_its_translation_current_again() -> None:
    changed = unit("b", "a", SAFETY, [("b", SAFETY), ("a", SAFETY)])
    assert staleness(changed, revision_id("a"))[0] is COSMETIC


def test_a_source_that_the_unit_never_had_is_not_trusted() -> None:
    assert staleness(unit("b", "a", WORDING), revision_id("other"))[0] is SAFETY


@pytest.mark.parametrize(
    ("change", "outcome", "tag"),
    [
        (COSMETIC, Outcome.CURRENT, "ur"),
        (WORDING, Outcome.WORDING, "ur"),
        (MEANING, Outcome.MEANING, "ur"),
        (SAFETY, Outcome.ENGLISH, "en"),
    ],
)
def test_rules_three_to_six(change: Gravity, outcome: Outcome, tag: str) -> None:
    reading = read_unit(unit("b", "old", WORDING, [("new", change)], ur="پرانا"), "ur")
    assert (reading.outcome, reading.tag) == (outcome, tag)
    assert reading.text == ("new" if tag == "en" else "پرانا")


def test_what_is_missing_is_english() -> None:
    assert read_unit(unit("b", "text"), "ur").outcome is Outcome.ENGLISH


def test_a_translation_that_lost_a_placeholder_is_not_shown() -> None:
    assert read_unit(unit("b", "Call {contact:x}", ur="کال کریں"), "ur").outcome is Outcome.ENGLISH


CAUTION = claim("c", ClaimKind.CAUTION, unit("claim/c", "It can be shared.", ur="شیئر ہو سکتا ہے۔"))
COMFORT = claim("r", ClaimKind.REASSURANCE, unit("claim/r", "You can tell.", ur="آپ بتا سکتے ہیں۔"), depends_on=("c",))
BOTH = unit("page/p/b", "## B\n\n{claim:r}\n\n{claim:c}", ur="## ب\n\n{claim:r}\n\n{claim:c}")


def outcomes(
    *blocks: object, caution: object = CAUTION, comfort: object = COMFORT, tag: str = "ur"
) -> tuple[Outcome | None, Outcome | None]:
    content = library({"c": caution, "r": comfort}, blocks or (BOTH,))  # type: ignore[dict-item,arg-type]
    reading = read_page(content.pages[0], library=content, tag=tag, today=TODAY)
    return tuple(reading.claims[key].outcome if key in reading.claims else None for key in ("c", "r"))  # type: ignore[return-value]


def test_both_are_shown_when_both_are_current() -> None:
    assert outcomes() == (Outcome.CURRENT, Outcome.CURRENT)


@pytest.mark.parametrize("tag", ["en", "ur", "pl"])
def test_a_withdrawn_caution_takes_its_reassurance_with_it(tag: str) -> None:
    caution, comfort = outcomes(caution=replace(CAUTION, is_withdrawn=True), tag=tag)
    assert (caution, comfort) == (Outcome.WITHDRAWN, Outcome.HIDDEN)


def test_a_caution_that_is_not_current_here_shows_its_english_and_hides_the_reassurance() -> None:
    stale = replace(CAUTION, unit=unit("claim/c", "It may.", WORDING, [("It can be shared.", WORDING)], ur="شاید۔"))
    assert outcomes(caution=stale) == (Outcome.UNSURE, Outcome.HIDDEN)
    assert outcomes(caution=stale, tag="en") == (Outcome.CURRENT, Outcome.CURRENT)


def test_a_reassurance_on_a_page_without_its_caution_is_hidden() -> None:
    alone = unit("page/p/b", "## B\n\n{claim:r}", ur="## ب\n\n{claim:r}")
    assert outcomes(alone) == (None, Outcome.HIDDEN)


def test_a_withdrawn_claim_shows_the_withdrawal_text_in_the_readers_language() -> None:
    content = library({"c": replace(CAUTION, is_withdrawn=True), "r": COMFORT}, [BOTH])
    reading = read_page(content.pages[0], library=content, tag="ur", today=TODAY).claims["c"]
    assert (reading.text, reading.tag) == ("جانچ۔", "ur")


def test_claims_lapse_by_date_but_lifelines_do_not() -> None:
    yesterday = TODAY - timedelta(days=1)
    assert not replace(CAUTION, review_by=yesterday).is_in_force(TODAY)
    assert replace(CAUTION, review_by=TODAY).is_in_force(TODAY)
    assert replace(CAUTION, kind=ClaimKind.LIFELINE, review_by=yesterday).is_in_force(TODAY)


def test_production_offers_a_language_only_when_everything_essential_is_approved() -> None:
    content = library({"c": CAUTION, "r": COMFORT}, [BOTH])
    assert is_offered(content, "ur", is_demo=True)
    assert not is_offered(content, "ur", is_demo=False)
    assert is_offered(content, "en", is_demo=False)
    assert not is_offered(content, "pl", is_demo=True)


# Histories of a caution and a reassurance that depends on it: revisions, what was translated when, withdrawals, dates.
CHANGES = st.lists(st.tuples(st.sampled_from(["one", "two", "three"]), st.sampled_from(list(Gravity))), max_size=4)


@st.composite
def claims(draw: st.DrawFn, key: str, kind: ClaimKind) -> object:
    text = unit(f"claim/{key}", "zero", draw(st.sampled_from([WORDING, MEANING, SAFETY])), draw(CHANGES))
    texts = text.revisions
    source = draw(st.sampled_from([*(r.id for r in texts), "unknown"]))
    if draw(st.booleans()):
        text = replace(text, translations={"ur": replace(unit("t", "x", ur="متن").translations["ur"], source=source)})
    review_by = draw(st.sampled_from([None, TODAY - timedelta(days=1), TODAY]))
    depends_on = ("c",) if kind is ClaimKind.REASSURANCE else ()
    return claim(key, kind, text, review_by=review_by, is_withdrawn=draw(st.booleans()), depends_on=depends_on)


def shown(reading: PageReading, key: str) -> bool:
    """Whether the page says the claim itself, in whatever language."""
    return key in reading.claims and reading.claims[key].outcome not in (Outcome.HIDDEN, Outcome.WITHDRAWN, Outcome.UNSURE)


@given(
    claims("c", ClaimKind.CAUTION),
    claims("r", ClaimKind.REASSURANCE),
    st.sets(st.sampled_from(["c", "r"])),
    st.sampled_from(["en", "ur", "pl"]),
)
def test_a_reader_never_keeps_a_reassurance_and_loses_its_caution(caution: object, comfort: object, on_page: set[str], tag: str) -> None:
    text = "## B\n\n" + "\n\n".join(f"{{claim:{key}}}" for key in sorted(on_page))
    content = library({"c": caution, "r": comfort}, [unit("page/p/b", text, ur=text)])  # type: ignore[dict-item]
    reading = read_page(content.pages[0], library=content, tag=tag, today=TODAY)
    if shown(reading, "r"):
        assert shown(reading, "c")
        assert reading.claims["c"].tag == tag
        assert reading.claims["c"].outcome is Outcome.CURRENT


def test_names_are_found_in_the_order_of_reading() -> None:
    assert named("{claim:b} {contact:x} {claim:a}", "claim") == ["b", "a"]


def test_links_are_found_in_the_order_of_reading_wherever_they_lead() -> None:
    assert linked("[b](page:b) and **[a](page:a)**, [away](https://example.org)") == ["b", "a", "https://example.org"]


@pytest.mark.parametrize(("tag", "is_untranslated"), [("pl", True), ("ur", False), ("en", False)])
def test_a_page_of_which_a_language_has_nothing_is_known(tag: str, is_untranslated: bool) -> None:
    content = library({"c": CAUTION, "r": COMFORT}, [BOTH])
    assert read_page(content.pages[0], library=content, tag=tag, today=TODAY).is_untranslated is is_untranslated


@pytest.mark.parametrize(("translated", "is_there"), [("title", True), ("heading", True), ("block", False)])
def test_a_page_is_there_in_a_language_that_has_its_title_or_heading(translated: str, is_there: bool) -> None:
    """A block alone may be one that other pages have too."""
    units = {
        name: unit(f"page/p/{name}", name, SAFETY, (), **({"pl": "polski"} if name == translated else {}))
        for name in ("title", "heading", "block")
    }
    content = library({}, [])
    page = replace(content.pages[0], title=units["title"], heading=units["heading"], blocks=(units["block"],))
    assert read_page(page, library=content, tag="pl", today=TODAY).is_untranslated is not is_there


def test_a_claim_that_a_page_shares_with_others_does_not_make_the_page_translated() -> None:
    block = unit("page/p/b", "## B\n\n{claim:c}")
    content = library({"c": CAUTION}, [block])
    plain = replace(content.pages[0], title=unit("page/p/title", "Title"), heading=unit("page/p/heading", "Heading"))
    reading = read_page(plain, library=content, tag="ur", today=TODAY)
    assert reading.claims["c"].tag == "ur"
    assert reading.is_untranslated


def test_what_was_not_checked_by_a_person_is_known() -> None:
    content = library({"c": CAUTION, "r": COMFORT}, [BOTH])
    assert read_page(content.pages[0], library=content, tag="ur", today=TODAY).is_unchecked
    assert not read_page(content.pages[0], library=content, tag="en", today=TODAY).is_unchecked
    assert State.MACHINE in {t.state for t in BOTH.translations.values()}


@pytest.mark.parametrize(("days", "told"), [(None, False), (0, False), (90, False), (91, True)])
def test_a_number_that_was_checked_long_ago_stays_and_says_so(days: int | None, told: bool) -> None:
    checked_on = None if days is None else TODAY - timedelta(days=days)
    contact = Contact("x", "X", "101", "101", "X", (), SOURCE, checked_on)
    assert read_contact(contact, tag="en", today=TODAY).last_checked == (checked_on if told else None)


def test_a_number_is_hidden_only_after_a_check_that_failed() -> None:
    content = library({}, [unit("page/p/b", "## B\n\n{contact:x}")])
    for has_failed in (False, True):
        contact = Contact("x", "X", "101", "101", "X", (), SOURCE, has_failed=has_failed)
        reading = read_page(content.pages[0], library=replace(content, contacts={"x": contact}), tag="en", today=TODAY)
        assert ("x" in reading.contacts) is not has_failed


@pytest.mark.parametrize(
    "text",
    [
        "## ب\n\n{claim:r} {claim:c}",
        "## ب\n\n{claim:r}\n{claim:c}",
        "## ب\n\n{claim:r}\n\nمتن {claim:c}",
        "## ب\n\n- {claim:r}\n  {claim:c}",
        "## {claim:r}\n\n{claim:c}",
    ],
)
def test_a_placeholder_that_does_not_stand_alone_never_loses_a_caution(text: str) -> None:
    broken = unit("page/p/b", BOTH.english, ur=text)
    reading = read_unit(broken, "ur")
    assert reading.outcome is Outcome.ENGLISH
    assert structure(text) is None


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "…"])
def test_a_caution_that_says_nothing_is_no_caution(text: str) -> None:
    blank = replace(CAUTION, unit=unit("claim/c", "It can be shared.", ur=text))
    assert outcomes(caution=blank) == (Outcome.UNSURE, Outcome.HIDDEN)


def test_a_link_that_a_translation_leads_elsewhere_is_not_shown() -> None:
    assert read_unit(unit("b", "[Read](page:p)", ur="[پڑھیں](https://evil.example)"), "ur").outcome is Outcome.ENGLISH


def test_a_title_that_equals_its_heading_gives_way_to_the_neutral_english_one() -> None:
    content = library({}, [unit("page/p/b", "## B")])
    page = replace(content.pages[0], title=unit("page/p/title", "Title", ur="ایک"), heading=unit("page/p/heading", "Heading", ur="ایک"))
    assert read_page(page, library=content, tag="ur", today=TODAY).title.text == "Title"


@pytest.mark.parametrize(
    ("comfort", "blocks", "fault"),
    [
        (replace(COMFORT, depends_on=()), [BOTH], "names the cautions"),
        (COMFORT, [unit("page/p/b", "## B\n\n{claim:r}")], "without its caution 'c'"),
        (COMFORT, [BOTH, unit("page/p/x", "## X\n\n{claim:nothing}")], "there is no claim 'nothing'"),
        (COMFORT, [BOTH, unit("page/p/x", "## X\n\n[a](page:nowhere)")], "there is no page 'nowhere'"),
    ],
)
def test_faults_are_found_in_any_library(comfort: Claim, blocks: list[Unit], fault: str) -> None:
    assert any(fault in reason for _, reason in find_faults(library({"c": CAUTION, "r": comfort}, blocks)))
