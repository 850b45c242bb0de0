"""Texts in CSV files: harmless in a spreadsheet, and the same when they are read back."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from outreach.core.csv_text import BOM, neutralise, restore, write_rows

START = st.sampled_from(["", "'", "''", " ", "=", "+", "-", "@", "\t", "\r", "＝", " =", "'=", "|", "%"])
TEXTS = st.builds(str.__add__, START, st.text())


@pytest.mark.parametrize(
    "text", ["=1+1", "+44 20 7946 0000", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "＋1", "－1", "＠A", "|calc", "%0A"]
)
def test_what_a_spreadsheet_might_run_gets_an_apostrophe(text: str) -> None:
    assert neutralise(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Bear", "'quoted' words", "O'Neill", "a=b", "1-2"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert neutralise(text) == text


@given(TEXTS)
@example("'=1")
@example("''=1")
def test_whatever_is_written_is_read_back_as_it_was(text: str) -> None:
    assert restore(neutralise(text)) == text


@given(TEXTS)
def test_no_cell_begins_with_what_a_spreadsheet_runs(text: str) -> None:
    assert neutralise(text).lstrip(" \u00a0")[:1] not in set("=+-@\t\r＝＋－＠")


@given(st.lists(st.lists(TEXTS.map(lambda text: text.replace("\0", "").replace("\r", " ")), min_size=1, max_size=4), max_size=5))
def test_a_file_is_read_by_the_standard_library_as_it_was_written(rows: list[list[str]]) -> None:
    written = "".join(write_rows([[neutralise(text) for text in row] for row in rows]))
    assert written.startswith(BOM)
    read = [[restore(cell) for cell in row] for row in csv.reader(io.StringIO(written.removeprefix(BOM), newline=""))]
    assert read == [row if row != [""] else [""] for row in rows]


def test_a_long_file_comes_in_pieces() -> None:
    pieces = list(write_rows([str(number)] for number in range(1000)))
    assert len(pieces) > 4
    assert len("".join(pieces).splitlines()) == 1000
