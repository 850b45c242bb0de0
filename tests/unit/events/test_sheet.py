"""CSV files of events: what can be read is read, and what cannot is told with what to do."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.core.csv_text import neutralise
from outreach.events.rules import Need
from outreach.events.sheet import COLUMNS, Fault, Known, Mistake, SheetRefused, Wrong, read_file, read_lines, read_row

HEAD = "reference,title,kind,area,day,starts,ends,place"
ROW = "E-1,Coffee,drop-in,Kent,2026-12-03,10:00,12:00,online"


def cells(**more: str) -> dict[str, str]:
    return {**dict(zip(HEAD.split(","), ROW.split(","), strict=True)), **more}


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"PK\x03\x04 rest", Fault.WORKBOOK),
        (f"{HEAD}\n{ROW}".encode().replace(b"Coffee", b"Caf\xe9"), Fault.ENCODING),
        (b"", Fault.EMPTY),
        (HEAD.encode(), Fault.EMPTY),
        (b"title,day\nCoffee,2026-12-03", Fault.COLUMNS),
        (f"{HEAD},colour\n{ROW},red".encode(), Fault.UNKNOWN),
        (f"{HEAD},title\n{ROW},red".encode(), Fault.TWICE),
        (f"{HEAD}\n{ROW.replace('Coffee', chr(34) + 'Cof' + chr(34) + 'fee')}".encode(), Fault.QUOTES),
        ((HEAD + "\n" + f"{ROW}\n" * 2001).encode(), Fault.TOO_MANY),
    ],
    ids=str,
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(data: bytes, fault: Fault) -> None:
    with pytest.raises(SheetRefused) as refused:
        read_lines(read_file(data))
    assert refused.value.fault is fault


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_whatever_a_spreadsheet_writes_is_read(separator: str, encoding: str, end: str) -> None:
    text = end.join([HEAD.upper(), ROW.replace("Coffee", "Café"), "", ""]).replace(",", separator)
    _columns, [line] = read_lines(read_file(text.encode(encoding)))
    assert (line.number, line.cells["title"], line.is_odd) == (2, "Café", False)
    assert read_row(line.cells, Known())[1] == []


def test_a_row_with_other_cells_than_columns_is_odd() -> None:
    _columns, lines = read_lines(f"{HEAD}\n{ROW},more\n{ROW.rpartition(',')[0]}\n{ROW},")
    assert [line.is_odd for line in lines] == [True, True, False]


@pytest.mark.parametrize(
    ("column", "typed", "wrong"),
    [
        ("title", "", Wrong.MISSING),
        ("title", "x" * 121, Wrong.LONG),
        ("title", "Call 07700 900123", Wrong.PRIVATE),
        ("kind", "party", Wrong.CHOICE),
        ("area", "Atlantis", Wrong.CHOICE),
        ("day", "31 11 2026", Wrong.DAY),
        ("starts", "ten", Wrong.TIME),
        ("capacity", "-3", Wrong.NUMBER),
        ("host_email", "nobody", Wrong.EMAIL),
        ("venue", "Hall", Wrong.NAME),
        ("languages", "ur; klingon", Wrong.CHOICE),
        ("staff", "who@police.example", Wrong.NAME),
    ],
)
def test_each_mistake_names_its_column_and_what_was_typed(column: str, typed: str, wrong: Wrong) -> None:
    _values, mistakes = read_row(cells(**{column: typed}), Known())
    assert Mistake(wrong, column, "" if wrong is Wrong.MISSING else typed[:60]) in mistakes


def test_a_whole_row_is_read() -> None:
    more = {"languages": "Urdu; pl", "communities": "Bakers; Cleaners", "capacity": "20", "police": "Plain clothes", "summary": "Ask"}
    values, mistakes = read_row(cells(**more, area="national"), Known())
    assert mistakes == []
    assert values["languages"] == [("ur", Need.NEEDED, None), ("pl", Need.NEEDED, None)]
    assert (values["area"], values["capacity"], values["attends"]) == (None, 20, "plain-clothes")
    assert values["audiences"] == ["Bakers", "Cleaners"]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]), min_size=1, max_size=80))
def test_what_was_neutralised_for_a_spreadsheet_is_read_back_as_it_was(title: str) -> None:
    clean = read_lines(_written(title))[1][0].cells["title"]
    assert read_lines(_written(clean))[1][0].cells["title"] == clean
    for active in ("=1+1", "+SUM(A1)", "-2", "@cmd"):
        assert read_lines(_written(active))[1][0].cells["title"] == active


def _written(title: str) -> str:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(HEAD.split(","))
    rows.writerow([neutralise(cell) for cell in cells(title=title).values()])
    return out.getvalue()


@given(st.binary(max_size=300))
def test_any_file_is_read_or_refused(data: bytes) -> None:
    try:
        columns, lines = read_lines(read_file(data))
    except SheetRefused:
        return
    assert set(columns) <= set(COLUMNS)
    assert lines
