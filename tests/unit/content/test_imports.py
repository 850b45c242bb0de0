"""What an import would do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from outreach.content.changes import revise
from outreach.content.english import write_english
from outreach.content.files import SEED
from outreach.content.imports import ImportRefused, merge, merge_translations
from outreach.content.library import Claim, ClaimKind, Gravity, Library, Translation, units_of
from outreach.core.text import revision_id
from tests.own_content import own_library
from tests.unit.content.build import TODAY, claim, library, unit

TEXT = unit("page/p/b", "## Old", Gravity.MEANING, ur="## پرانا")


def steps(current: Library | None, files: Library) -> list[str]:
    return [f"{step.key}: {step.what}" for step in merge(current, files)[1] if step.is_change]


def test_importing_the_same_files_again_does_nothing() -> None:
    content = own_library()
    merged, first = merge(None, content)
    assert merged == content
    assert len(first) > 100
    assert steps(merged, content) == []


def test_the_english_files_are_written_as_they_are_read(tmp_path: Path) -> None:
    write_english(own_library(is_demo=False), tmp_path)
    for path in tmp_path.rglob("*.*"):
        assert path.read_bytes() == (SEED / path.relative_to(tmp_path)).read_bytes(), path.name


def test_a_declared_change_is_taken_with_its_kind() -> None:
    changed = revise(TEXT, "## New", Gravity.MEANING, TODAY)
    assert steps(library({}, [TEXT]), library({}, [changed])) == ["page/p/b: text changed (meaning)"]


def test_a_change_that_is_not_declared_is_refused() -> None:
    with pytest.raises(ImportRefused, match="page/p/b: the English changed and no kind of change is declared"):
        merge(library({}, [TEXT]), library({}, [unit("page/p/b", "## New", Gravity.MEANING)]))


def test_a_cosmetic_change_of_a_number_is_refused_whatever_the_file_says() -> None:
    old = unit("page/p/b", "## Call 101")
    new = unit("page/p/b", "## Call 101", Gravity.SAFETY, [("## Call 102", Gravity.COSMETIC)])
    with pytest.raises(ImportRefused, match="a number changed"):
        merge(library({}, [old]), library({}, [new]))


def test_every_refusal_is_named_at_once() -> None:
    two = [unit("page/p/a", "## A"), unit("page/p/b", "## B")]
    others = [unit("page/p/a", "## C"), unit("page/p/b", "## D")]
    with pytest.raises(ImportRefused) as caught:
        merge(library({}, two), library({}, others))
    assert len(str(caught.value).splitlines()) == 2


def test_an_older_file_takes_nothing_back() -> None:
    newer = revise(TEXT, "## New", Gravity.MEANING, TODAY)
    merged, notes = merge(library({}, [newer]), library({}, [TEXT]))
    assert units_of(merged)["page/p/b"].english == "## New"
    assert [note.what for note in notes] == ["file has an older text: kept"]


def test_moving_a_block_stales_nothing() -> None:
    other = unit("page/p/c", "## C")
    merged, notes = merge(library({}, [TEXT, other]), library({}, [other, TEXT]))
    assert [note.what for note in notes] == ["blocks added, removed or moved"]
    assert units_of(merged)["page/p/b"] == TEXT


@pytest.mark.parametrize("keeps", [True, False])
def test_a_withdrawal_is_the_installations_own_and_a_review_date_is_the_files_but_in_a_demonstration(keeps: bool) -> None:
    here = claim("c", ClaimKind.CAUTION, unit("claim/c", "It may."), is_withdrawn=True, review_by=TODAY)
    later = TODAY + timedelta(days=90)
    file = replace(here, is_withdrawn=False, review_by=later, owner="another")
    merged, notes = merge(library({"c": here}, []), library({"c": file}, []), keeps_review_dates=keeps)
    found = merged.claims["c"]
    assert (found.is_withdrawn, found.review_by, found.owner) == (True, TODAY if keeps else later, "another")
    assert [note.what for note in notes] == ["claim changed"]


def test_a_translation_made_from_older_english_than_the_one_here_is_kept_out() -> None:
    newer = revise(TEXT, "## New", Gravity.MEANING, TODAY)
    current = library({}, [newer])
    fresh, _ = merge_translations(current, "ur", [("page/p/b", Translation("## نیا", revision_id("## New")))])
    again, notes = merge_translations(fresh, "ur", [("page/p/b", Translation("## پرانا", revision_id("## Old")))])
    assert again == fresh
    assert [(note.what, note.is_change) for note in notes] == [("ur: made from older English than the one that is here: kept", False)]


def test_a_stale_translation_is_taken_and_said_to_be_stale() -> None:
    newer = replace(revise(TEXT, "## New", Gravity.MEANING, TODAY), translations={})
    _, notes = merge_translations(library({}, [newer]), "ur", [("page/p/b", Translation("## پرانا", revision_id("## Old")))])
    assert [note.what for note in notes] == ["ur: translation added, stale"]


CAUTION = claim("c", ClaimKind.CAUTION, unit("claim/c", "It may."))
COMFORT = claim("r", ClaimKind.REASSURANCE, unit("claim/r", "You can."), depends_on=("c",))
PAGE = unit("page/p/b", "## B\n\n{claim:r}\n\n{claim:c}")


@pytest.mark.parametrize(
    ("claims", "complaint"),
    [
        ({"c": CAUTION, "r": replace(COMFORT, depends_on=())}, "no longer names a caution"),
        ({"c": CAUTION, "r": replace(COMFORT, kind=ClaimKind.FACT)}, "is a reassurance and cannot become a fact"),
        ({"c": replace(CAUTION, kind=ClaimKind.FACT), "r": COMFORT}, "is a caution and cannot become a fact"),
        ({"r": COMFORT}, "there is no claim 'c'"),
    ],
)
def test_no_file_frees_a_reassurance_of_its_caution_in_silence(claims: dict[str, Claim], complaint: str) -> None:
    with pytest.raises(ImportRefused, match=complaint):
        merge(library({"c": CAUTION, "r": COMFORT}, [PAGE]), library(claims, [PAGE]))


def test_a_withdrawn_claim_cannot_be_dropped_and_so_brought_back() -> None:
    here = library({"c": replace(CAUTION, is_withdrawn=True)}, [])
    with pytest.raises(ImportRefused, match="is withdrawn: restore it before"):
        merge(here, library({}, []))


def test_a_kind_does_not_become_lighter() -> None:
    with pytest.raises(ImportRefused, match="may not become lighter than meaning"):
        merge(library({}, [TEXT]), library({}, [replace(TEXT, kind=Gravity.WORDING)]))


def test_a_text_that_comes_back_comes_back_with_its_history() -> None:
    newer = revise(TEXT, "## New", Gravity.MEANING, TODAY)
    merged, _ = merge(library({}, []), library({}, [newer]), stored={TEXT.key: newer})
    assert units_of(merged)[TEXT.key] == newer


def test_after_a_cosmetic_change_an_export_imports_as_nothing() -> None:
    changed = revise(TEXT, "## Old!", Gravity.COSMETIC, TODAY)
    again = replace(changed, translations={"ur": replace(changed.translations["ur"], source=revision_id("## Old!"))})
    assert steps(library({}, [changed]), library({}, [again])) == []
