"""The chain of the trail: whatever is done to its rows is found and named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.audit.rules import BEGINNING, Entry, Head, find_damage, hash_entry, read_head

START = datetime(2026, 11, 24, 9, tzinfo=UTC)


def chain(length: int) -> list[Entry]:
    rows: list[Entry] = []
    for place in range(1, length + 1):
        previous = rows[-1].hash if rows else BEGINNING
        entry = Entry(UUID(int=place), place, START + timedelta(hours=place), "lead", "did", f"thing/{place}", ("name",), "", previous)
        rows.append(replace(entry, hash=hash_entry(entry)))
    return rows


def damage(rows: list[Entry], head: Head, kept: Head | None = None) -> list[str]:
    return list(find_damage(rows, head=head, kept=kept))


def head_of(rows: list[Entry]) -> Head:
    return Head(len(rows), rows[-1].hash if rows else BEGINNING)


@given(st.integers(0, 12), st.data())
def test_a_whole_chain_is_whole_and_leads_through_every_head_that_it_ever_had(length: int, data: st.DataObject) -> None:
    rows = chain(length)
    earlier = data.draw(st.integers(0, length))
    assert damage(rows, head_of(rows), head_of(rows[:earlier])) == []


FIELDS: dict[str, Any] = {
    "id": UUID(int=999),
    "at": START - timedelta(days=1),
    "actor": "somebody",
    "action": "undid",
    "subject": "x",
    "changed": ("role",),
    "detail": "because",
}


@given(st.integers(1, 8), st.sampled_from(sorted(FIELDS)), st.data())
def test_a_changed_row_is_named(length: int, field: str, data: st.DataObject) -> None:
    rows = chain(length)
    at = data.draw(st.integers(0, length - 1))
    changed = [*rows[:at], replace(rows[at], **{field: FIELDS[field]}), *rows[at + 1 :]]
    assert damage(changed, head_of(rows)) == [f"row {at + 1} ({changed[at].id}) was changed"]


@given(st.integers(2, 8), st.data())
def test_a_row_that_was_made_anew_with_its_hash_is_found_by_the_row_after_it(length: int, data: st.DataObject) -> None:
    rows = chain(length)
    at = data.draw(st.integers(0, length - 2))
    forged = replace(rows[at], detail="forged")
    forged = replace(forged, hash=hash_entry(forged))
    found = damage([*rows[:at], forged, *rows[at + 1 :]], head_of(rows))
    assert found == [f"row {at + 2} ({rows[at + 1].id}) does not follow row {at + 1}: rows were replaced or put in another order"]


@given(st.integers(2, 8), st.data())
def test_a_missing_row_is_named(length: int, data: st.DataObject) -> None:
    rows = chain(length)
    at = data.draw(st.integers(0, length - 2))
    assert damage([*rows[:at], *rows[at + 1 :]], head_of(rows)) == [f"row {at + 1} is missing"]


def test_several_missing_rows_are_named_together() -> None:
    rows = chain(6)
    assert damage([rows[0], rows[4], rows[5]], head_of(rows)) == ["rows 2 to 4 are missing"]


@given(st.integers(2, 8), st.data())
def test_two_rows_in_each_others_places_are_found(length: int, data: st.DataObject) -> None:
    rows = chain(length)
    at = data.draw(st.integers(0, length - 2))
    first, second = rows[at], rows[at + 1]
    swapped = [*rows[:at], replace(second, place=first.place), replace(first, place=second.place), *rows[at + 2 :]]
    assert damage(swapped, head_of(rows))


@given(st.integers(1, 8), st.data())
def test_rows_that_are_cut_off_are_found_by_the_head(length: int, data: st.DataObject) -> None:
    rows = chain(length)
    rest = rows[: data.draw(st.integers(0, length - 1))]
    end = len(rest)
    what = f"rows after row {end} are cut off, or the head was changed"
    assert damage(rest, head_of(rows)) == [f"the trail ends at row {end}, and not at row {length} as its head says: {what}"]


@given(st.integers(1, 8), st.data())
def test_rows_cut_off_together_with_the_head_are_found_by_the_head_kept_elsewhere(length: int, data: st.DataObject) -> None:
    rows = chain(length)
    rest = rows[: data.draw(st.integers(0, length - 1))]
    found = damage(rest, head_of(rest), head_of(rows))
    assert found == [f"the trail ends at row {len(rest)}: row {length}, which the head kept elsewhere names, is cut off"]


def test_a_whole_chain_made_anew_is_found_by_the_head_kept_elsewhere() -> None:
    rows = chain(3)
    other = [replace(row, actor="somebody") for row in rows]
    for at, row in enumerate(other):
        linked = replace(row, previous=other[at - 1].hash if at else BEGINNING)
        other[at] = replace(linked, hash=hash_entry(linked))
    assert damage(other, head_of(other)) == []
    assert damage(other, head_of(other), head_of(rows)) == [f"row 3 ({rows[2].id}) is not the row that the head kept elsewhere names"]


def test_a_head_can_be_written_down_and_read_again() -> None:
    head = head_of(chain(4))
    assert read_head(f" {head}\n") == head


@pytest.mark.parametrize("text", ["", "4", "4:", "x:" + "0" * 64, "4:" + "g" * 64, "-1:" + "0" * 64, "4:" + "0" * 63])
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no head"):
        read_head(text)
