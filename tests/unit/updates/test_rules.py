"""What keeps a document back: figures without evidence, evidence that is not there, names that nobody has approved, gaps left unsaid."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.accounts.rules import KINDS, Part, Role, Scope
from outreach.updates.labels import LACKS, REFUSALS, STATES, VERDICTS, WORDS, day_in_english
from outreach.updates.letter import Party, write_canonical
from outreach.updates.rules import (
    Blocker,
    Lack,
    Refusal,
    State,
    Verdict,
    find_bare_figures,
    find_blockers,
    may_review,
    may_write,
    names_in,
)
from tests.unit.updates.test_letter import make_letter

scopes = st.builds(Scope, st.booleans(), st.frozensets(st.sampled_from(["kent", "surrey"]), max_size=2))
parts = st.builds(lambda role, scope: Part(role, min(KINDS[role]), scope), st.sampled_from(Role), scopes)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("We held 14 briefings.", ["We held 14 briefings."]),
        ("We held 14 briefings [L2.1].", []),
        ("We held 14 briefings. [L2.1] We wrote 3 guides.", ["We wrote 3 guides."]),
        ("One line\n40% of staff\nand another [L2.1]", ["40% of staff"]),
        ("Since 25 January 2022, and from 2026-11-24, and in November 2026, of L2 and R10.", []),
        ("People dial 999 or 101.", []),
        ("Nothing is known.", []),
        ("", []),
    ],
)
def test_a_sentence_with_a_figure_needs_a_reference_and_a_date_does_not(text: str, bare: list[str]) -> None:
    assert find_bare_figures(text) == bare


@given(st.integers(0, 998), st.text(alphabet="abcdef ", max_size=30))
def test_no_figure_gets_by_without_a_reference(figure: int, rest: str) -> None:
    if figure == 101:
        return
    assert find_bare_figures(f"We reached {figure} people {rest}")
    assert not find_bare_figures(f"We reached {figure} people {rest} [L2.1]")


def test_a_whole_document_has_nothing_to_mend() -> None:
    assert find_blockers(make_letter(), unnamed=[]) == []


def test_each_lack_is_told_with_its_place() -> None:
    letter = make_letter()
    section = replace(letter.sections[0], done="", not_done="", gaps="")
    assert find_blockers(replace(letter, sections=()), unnamed=[]) == [Blocker(Lack.NO_SECTIONS)]
    assert find_blockers(replace(letter, sections=(section,)), unnamed=[]) == [Blocker(Lack.EMPTY, "L2"), Blocker(Lack.NO_GAPS, "L2")]
    other = replace(letter.sections[0], done="As [L9.9] shows.")
    assert find_blockers(replace(letter, sections=(other,)), unnamed=[]) == [Blocker(Lack.UNKNOWN_MARK, "L2", "L9.9")]
    opened = replace(letter, opening="We met 12 groups.")
    assert find_blockers(opened, unnamed=[]) == [Blocker(Lack.FIGURE, "", "We met 12 groups.")]


def test_a_name_is_found_however_it_is_written_and_only_as_a_whole() -> None:
    names = ["Harbour Light"]
    assert names_in("thanks to HARBOUR\nLIGHT, who", names) == names
    assert names_in("Harbour Lights and a harbourlight", names) == []


@given(st.sampled_from(["opening", "closing", "title"]))
def test_a_name_that_is_not_approved_keeps_the_document_back_wherever_it_stands(where: str) -> None:
    letter = replace(make_letter(), **{where: "With Harbour Light."})  # type: ignore[arg-type]
    assert find_blockers(letter, unnamed=["Harbour Light"]) == [Blocker(Lack.NAMED, "", "Harbour Light")]


@given(
    st.text(alphabet="abc ", min_size=1, max_size=12).filter(str.strip),
    st.lists(st.text(alphabet="abc ,.", max_size=30), min_size=6, max_size=6),
)
def test_what_may_go_out_never_names_whoever_has_not_agreed(name: str, texts: list[str]) -> None:
    letter = make_letter()
    section = replace(letter.sections[0], done=texts[0], not_done=texts[1], gaps=texts[2])
    party = Party(texts[3], "", texts[4], texts[5])
    letter = replace(letter, sections=(section,), parties=(party,), opening=texts[5])
    if not [blocker for blocker in find_blockers(letter, unnamed=[name]) if blocker.lack is Lack.NAMED]:
        assert all(name not in names_in(text, [name]) for text in [*texts, letter.title])
        assert write_canonical(letter)


@given(parts, st.booleans())
def test_updates_are_written_nationally_or_by_their_owner_and_reviewed_by_national_leads(part: Part, is_owner: bool) -> None:
    may = may_write(part, is_owner=is_owner)
    assert may == (part.role in (Role.LEAD, Role.COORDINATOR) and (is_owner or part.scope.is_national))
    assert may_review(part) == (part.role is Role.LEAD and part.scope.is_national)


def test_everything_has_words() -> None:
    assert STATES.keys() == set(State)
    assert VERDICTS.keys() == set(Verdict)
    assert LACKS.keys() == set(Lack)
    assert REFUSALS.keys() == set(Refusal)
    assert all(WORDS.values())


def test_days_are_written_as_the_letter_writes_them() -> None:
    assert day_in_english("2022-01-25") == "25 January 2022"
    assert day_in_english("") == ""
