"""What the police of an area publish: a claim on that area's own page, which no file adds, changes or drops."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.content.changes import ChangeRefused, begin, revise
from outreach.content.english import write_english
from outreach.content.faults import find_faults
from outreach.content.files import read_library
from outreach.content.imports import ImportRefused, merge
from outreach.content.library import AREA_PAGE, Claim, ClaimKind, Gravity, Library, Page, Translation, Unit
from outreach.content.phrases import Phrase, find_overclaim
from outreach.content.po import write_pages_po
from outreach.content.rules import Outcome, areas_of, read_page
from outreach.core.text import revision_id
from tests.unit.content.build import SOURCE, TODAY, claim, unit

FIRST, SECOND = "one", "two"
SENTENCE = "Officers here help first."


def caution(key: str, *, ur: str = "") -> Claim:
    text = unit(f"claim/{key}", f"It may, {key}.", ur=ur) if ur else unit(f"claim/{key}", f"It may, {key}.")
    return claim(key, ClaimKind.CAUTION, text, source=replace(SOURCE, key="letter"))


def of_area(area: str = "kent", kind: ClaimKind = ClaimKind.REASSURANCE, text: Unit | None = None, **more: object) -> Claim:
    key = f"policy-{area}"
    depends_on = (FIRST, SECOND) if kind is ClaimKind.REASSURANCE else ()
    more = {"depends_on": depends_on, "area": area, "source": replace(SOURCE, key=key), **more}
    return claim(key, kind, text or unit(f"claim/{key}", SENTENCE), **more)


def page(slug: str, *blocks: Unit) -> Page:
    title, heading = (unit(f"page/{slug}/{name}", f"{slug} {name}", ur=f"صفحہ {name}") for name in ("title", "heading"))
    return Page(slug, True, title, heading, blocks)


def site(*more: Claim, cautions: tuple[Claim, ...] = (), named: tuple[str, ...] = (FIRST, SECOND)) -> Library:
    """The page that areas have their own of, with two cautions, and another page."""
    cautions = cautions or (caution(FIRST, ur="ہو سکتا ہے۔"), caution(SECOND, ur="ہاں، ہو سکتا ہے۔"))
    blocks = (unit(f"page/{AREA_PAGE}/{key}", text, ur=text) for key, text in ((key, f"## B\n\n{{claim:{key}}}") for key in named))
    pages = (page(AREA_PAGE, *blocks), page("p", unit("page/p/b", "## B\n\nWords.")))
    return Library(pages, {c.key: c for c in (*cautions, *more)}, {}, unit("claim/any/withdrawal", "Checking.", ur="جانچ۔"))


def read(content: Library, tag: str = "en", area: str = "kent") -> Outcome | None:
    """What a reader gets of the claim of an area; None where its page leaves it out."""
    reading = read_page(content.pages[0], library=content, tag=tag, today=TODAY, area=area)
    return reading.claims[reading.own].outcome if reading.own else None


def test_the_areas_of_a_page_are_those_that_have_a_claim_by_their_names() -> None:
    content = site(of_area("kent"), of_area("avon-and-somerset"), of_area("hampshire-and-isle-of-wight"))
    assert list(areas_of(content.pages[0], content)) == ["avon-and-somerset", "hampshire-and-isle-of-wight", "kent"]
    assert not areas_of(content.pages[1], content)


def test_the_page_of_an_area_says_all_that_the_page_says_and_its_own_claim_besides() -> None:
    content = site(of_area())
    base, own = (read_page(content.pages[0], library=content, tag="en", today=TODAY, area=area) for area in ("", "kent"))
    assert (own.title, own.heading, own.blocks) == (base.title, base.heading, base.blocks)
    assert {**base.claims, "policy-kent": own.claims["policy-kent"]} == own.claims
    assert (base.area, base.own, own.area, own.own) == ("", "", "kent", "policy-kent")


def test_what_encourages_stays_english_while_nobody_has_translated_it_and_a_warning_brings_the_withdrawal_text() -> None:
    assert read(site(of_area()), "ur") is Outcome.ENGLISH
    assert read(site(of_area(kind=ClaimKind.CAUTION)), "ur") is Outcome.UNSURE
    for kind in (ClaimKind.REASSURANCE, ClaimKind.CAUTION):
        assert read(site(of_area(kind=kind)), "en") is Outcome.CURRENT
        assert read(site(of_area(kind=kind, text=unit("claim/policy-kent", SENTENCE, ur="مدد۔"))), "ur") is Outcome.CURRENT


@pytest.mark.parametrize("kind", [ClaimKind.REASSURANCE, ClaimKind.CAUTION])
def test_after_a_new_sentence_no_older_translation_stands_beside_it(kind: ClaimKind) -> None:
    changed = revise(unit("claim/policy-kent", SENTENCE, ur="مدد۔"), "Officers here ask first.", Gravity.SAFETY, TODAY)
    assert read(site(of_area(kind=kind, text=changed)), "ur") is (Outcome.UNSURE if kind is ClaimKind.CAUTION else Outcome.ENGLISH)


def test_withdrawn_or_past_its_day_it_gives_way_to_the_withdrawal_text() -> None:
    for more in ({"is_withdrawn": True}, {"review_by": TODAY.replace(day=TODAY.day - 1)}):
        assert read(site(of_area(**more))) is Outcome.WITHDRAWN
    assert read(site(of_area(review_by=TODAY))) is Outcome.CURRENT


@given(out=st.sets(st.sampled_from([FIRST, SECOND])), told=st.sets(st.sampled_from([FIRST, SECOND])), tag=st.sampled_from(["en", "ur"]))
def test_what_encourages_is_there_only_with_every_caution_of_the_page(out: set[str], told: set[str], tag: str) -> None:
    cautions = tuple(replace(caution(key, ur="ہاں۔" if key in told else ""), is_withdrawn=key in out) for key in (FIRST, SECOND))
    is_kept = not out and (tag == "en" or told == {FIRST, SECOND})
    assert (read(site(of_area(), cautions=cautions), tag) is not None) is is_kept


def test_what_no_page_may_say_is_looked_for_in_its_words_and_in_the_name_of_its_source() -> None:
    never = {"en": (Phrase("a promise", "nobody can keep it"),)}
    for own in (of_area(text=unit("claim/policy-kent", "A promise.")), of_area(source=replace(SOURCE, title="Policy, version A promise"))):
        content = site(own)
        page = content.pages[0]
        found = find_overclaim(read_page(page, library=content, tag="ur", today=TODAY, area="kent"), content, never)
        assert found is not None
        assert "policy-kent" in found.unit
        assert find_overclaim(read_page(page, library=content, tag="ur", today=TODAY), content, never) is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (site(of_area("atlantis")), "names the area 'atlantis', which is none"),
        (site(of_area(), replace(of_area("surrey"), area="kent")), "is the second claim of the area kent"),
        (site(of_area(), named=(FIRST, SECOND, "policy-kent")), "in no block"),
        (site(of_area(depends_on=())), "a reassurance names the cautions"),
    ],
)
def test_what_is_wrong_with_a_claim_of_an_area_is_told(content: Library, reason: str) -> None:
    assert [fault for _, fault in find_faults(content) if reason in fault]


def test_files_that_do_not_hold_it_keep_it_with_its_text_and_translations() -> None:
    own = of_area(text=unit("claim/policy-kent", SENTENCE, ur="مدد۔"), is_withdrawn=True, review_by=TODAY)
    assert merge(site(own), site()) == (site(own), [])
    assert merge(site(own), site(own)) == (site(own), [])


def test_files_that_hold_it_bring_translations_of_it_and_nothing_else() -> None:
    mine = of_area(review_by=TODAY)
    theirs = of_area(kind=ClaimKind.CAUTION, text=unit("claim/policy-kent", SENTENCE, ur="مدد۔"), source=SOURCE)
    merged, steps = merge(site(mine), site(theirs))
    assert merged.claims["policy-kent"] == replace(mine, unit=theirs.unit)
    assert [(step.key, step.what) for step in steps] == [("claim/policy-kent", "ur: translation added")]


def test_files_do_not_change_its_sentence_even_when_they_declare_it() -> None:
    changed = revise(unit("claim/policy-kent", SENTENCE), "Officers here never tell.", Gravity.SAFETY, TODAY)
    with pytest.raises(ImportRefused, match="says what a force publishes: enter a new version of its policy instead"):
        merge(site(of_area()), site(of_area(text=changed)))


def test_an_older_export_does_not_bring_back_what_no_longer_holds() -> None:
    merged, steps = merge(site(), site(of_area()))
    assert merged == site()
    assert [(step.key, step.what, step.is_change) for step in steps] == [
        ("claim/policy-kent", "is of an area that has no such claim here: left out", False)
    ]


def test_an_installation_without_content_takes_it_from_an_export() -> None:
    assert merge(None, site(of_area()))[0] == site(of_area())


def test_when_the_page_gets_another_caution_what_encourages_depends_on_it_too() -> None:
    cautions = (caution(FIRST), caution(SECOND), caution("three"))
    files = site(cautions=cautions, named=(FIRST, SECOND, "three"))
    for current in (site(of_area()), None):
        merged, _ = merge(current, files if current else replace(files, claims={**files.claims, "policy-kent": of_area()}))
        assert merged.claims["policy-kent"].depends_on == (FIRST, SECOND, "three")


def test_a_page_without_cautions_is_refused_while_an_area_has_what_encourages() -> None:
    with pytest.raises(ImportRefused, match="policy-kent: a reassurance names the cautions"):
        merge(site(of_area()), site(named=()))


def test_an_export_names_its_area_and_keeps_its_own_date_in_a_demonstration(tmp_path: Path) -> None:
    own = of_area(review_by=TODAY, kind=ClaimKind.CAUTION, depends_on=(), nations=("england",))
    write_english(site(own), tmp_path)
    text = (tmp_path / "claims.toml").read_text("utf-8")
    assert '[claims.policy-kent]\nkind = "caution"' in text
    assert 'area = "kent"\nreview_by = 2026-11-22\n' in text
    for name in ("safety.toml", "never-say.toml"):
        (tmp_path / name).write_text("", "utf-8")
    (tmp_path / "contacts.toml").write_text("", "utf-8")
    found = read_library(today=TODAY, is_demo=True, seed=tmp_path, translations=tmp_path).claims["policy-kent"]
    assert (found.area, found.review_by, found.unit.english) == ("kent", TODAY, SENTENCE)


def test_whoever_translates_it_is_told_whose_it_is() -> None:
    assert "#. A claim, kind reassurance. What the police in Kent publish. Do not make it stronger" in write_pages_po(site(of_area()), "ur")


def test_a_text_begins_with_one_revision_and_is_not_empty() -> None:
    text = begin("claim/policy-kent", Gravity.SAFETY, " Words. ")
    assert (text.english, [revision.id for revision in text.revisions]) == ("Words.", [revision_id("Words.")])
    with pytest.raises(ChangeRefused, match="the text is empty"):
        begin("claim/policy-kent", Gravity.SAFETY, " ")


def test_an_earlier_sentence_that_comes_back_finds_its_translation_again() -> None:
    first = unit("claim/policy-kent", SENTENCE, ur="مدد۔")
    back = revise(revise(first, "Officers here ask first.", Gravity.SAFETY, TODAY), SENTENCE, Gravity.SAFETY, TODAY)
    assert back.translations["ur"] == Translation("مدد۔", revision_id(SENTENCE), by="mt", on=TODAY)
    assert read(site(of_area(text=back)), "ur") is Outcome.CURRENT
