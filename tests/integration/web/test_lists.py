"""What every list can do, on one of toys."""

from __future__ import annotations

import csv
import gc
import io
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

from outreach.core.csv_text import BOM, restore
from outreach.core.db import db
from outreach.web.listing import MOST_ROWS, sought_in
from outreach.web.paging import SIZE
from tests.client import PageClient
from tests.pages import Page, text_of
from tests.toys import TOYS, Toy, make_toy

PATH = "/manage/toys"


def fill(app: Flask, *toys: Toy) -> None:
    with app.app_context():
        db.session.add_all(toys)
        db.session.commit()


def names(page: Page) -> list[str]:
    """What the first column shows, without the label that only small screens show."""
    return [text_of(head).removeprefix("Name").strip() for head in page.all("th") if head.get("scope") == "row"]


@contextmanager
def counted_queries(app: Flask) -> Iterator[list[str]]:
    with app.app_context():
        engine = db.engine
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def test_an_empty_list_teaches_and_names_the_first_step(toys: PageClient) -> None:
    page = toys.page(PATH)
    assert "No toys yet" in page.text
    assert "Every toy that children may borrow" in page.text
    assert page.links.count("/manage/toys/new") == 2
    assert not page.all("table")


def test_a_list_without_matches_leads_back(toys: PageClient, toy_app: Flask) -> None:
    fill(toy_app, make_toy(1))
    page = toys.page(f"{PATH}?q=zebra")
    assert "Nothing matches these filters" in page.text
    assert "0 toys" in page.text
    assert PATH in page.links


def test_it_says_how_many_and_sorted_how_and_every_row_is_on_one_page(toys: PageClient, toy_app: Flask) -> None:
    fill(toy_app, *(make_toy(number, name="Same name") for number in range(60)))
    pages = [toys.page(f"{PATH}?page={number}") for number in (1, 2, 3)]
    assert "60 toys , showing 1 to 25 Sorted by: Name, A to Z" in pages[0].text
    assert "60 toys , showing 51 to 60" in pages[2].text
    assert [len(names(page)) for page in pages] == [SIZE, SIZE, 10]
    links = [link for page in pages for link in page.links if link.count("-") == 4]
    assert len(set(links)) == 60


def test_beyond_the_end_is_the_last_page(toys: PageClient, toy_app: Flask) -> None:
    fill(toy_app, *(make_toy(number) for number in range(30)))
    assert "showing 26 to 30" in toys.page(f"{PATH}?page=99").text
    assert "(page 2 of 2)" in toys.page(f"{PATH}?page=99").title


def test_a_click_on_a_head_sorts_and_another_turns_it_round(toys: PageClient, toy_app: Flask) -> None:
    fill(toy_app, make_toy(2), make_toy(10), make_toy(1))
    page = toys.page(PATH)
    assert names(page) == ["Bear 001", "Bear 002", "Bear 010"]
    assert f"{PATH}?sort=-name" in page.links
    page = toys.page(f"{PATH}?sort=weight")
    assert names(page) == ["Bear 001", "Bear 002", "Bear 010"]
    assert "Weight (g), lowest first" in page.text
    page = toys.page(f"{PATH}?sort=-weight")
    assert names(page) == ["Bear 010", "Bear 002", "Bear 001"]
    assert [head.get("aria-sort") for head in page.all("th") if head.get("scope") == "col"] == ["none", "none", "none", None, "descending"]


def test_filters_narrow_are_named_and_can_be_taken_away_one_by_one(toys: PageClient, toy_app: Flask) -> None:
    fill(toy_app, *(make_toy(number) for number in range(9)), make_toy(100, name="Tiger", note=None))
    page = toys.page(f"{PATH}?q=one+ear&kind=soft&sort=-name")
    assert names(page) == ["Bear 006", "Bear 003", "Bear 000"]
    chips = [text_of(link) for link in page.all("a") if "app-chip" in (link.get("class") or "")]
    assert chips == ["Remove the filter Contains “one ear” ×", "Remove the filter Kind: Soft ×", "Clear all filters"]
    assert f"{PATH}?kind=soft&sort=-name" in page.links
    assert f"{PATH}?q=one+ear&sort=-name" in page.links
    assert f"{PATH}?q=one+ear&kind=soft&sort=-name&format=csv" in page.links


def test_several_values_and_a_span_of_days_in_londons_time(toys: PageClient, toy_app: Flask) -> None:
    fill(toy_app, *(make_toy(number) for number in range(6)))
    assert names(toys.page(f"{PATH}?any=soft&any=loud")) == ["Bear 000", "Bear 002", "Bear 003", "Bear 005"]
    assert names(toys.page(f"{PATH}?made_from=2026-11-18&made_to=2026-11-19")) == ["Bear 003", "Bear 004"]
    page = toys.page(f"{PATH}?made_from=18+November")
    assert "Enter a real date" in page.text
    assert len(names(page)) == 6


def test_signs_of_the_database_are_only_letters(toys: PageClient, toy_app: Flask) -> None:
    fill(toy_app, make_toy(1, name="100% cotton"), make_toy(2, name="100 cotton", note="x_y"))
    assert names(toys.page(f"{PATH}?q=0%25+c")) == ["100% cotton"]
    assert names(toys.page(f"{PATH}?q=x_y")) == ["100 cotton"]


def test_a_page_costs_two_queries_however_many_rows(toys: PageClient, toy_app: Flask) -> None:
    fill(toy_app, *(make_toy(number) for number in range(60)))
    with counted_queries(toy_app) as asked:
        toys.page(f"{PATH}?q=bear&page=2")
    assert len(asked) == 2


ODD = st.text(st.characters(codec="utf-8"), max_size=20)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(["q", "sort", "page", "kind", "any", "made_from", "made_to", "format", "x", ""]), ODD), max_size=6)
)
def test_no_address_makes_a_list_fail(toys: PageClient, pairs: list[tuple[str, str]]) -> None:
    assert toys.get(f"{PATH}?{urlencode(pairs)}").status_code == 200


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%ED%A0%80", "sort=%ff", "page=1e9", "made_to=9999-12-31", "made_from=0001-01-01", "kind=soft%00"]
)
def test_what_cannot_be_read_is_as_if_it_were_not_there(toys: PageClient, toy_app: Flask, query: str) -> None:
    fill(toy_app, make_toy(0))
    assert toys.get(f"{PATH}?{query}").status_code == 200


def test_the_same_list_as_a_file_for_spreadsheets(toys: PageClient, toy_app: Flask) -> None:
    fill(toy_app, *(make_toy(number) for number in range(60)), make_toy(99, name="=1+1", kind="loud", note="+44"))
    response = toys.get(f"{PATH}?sort=-weight&any=loud&any=soft&format=csv")
    assert response.content_type == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="toys-2026-11-22.csv"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    text = response.text
    assert text.startswith(BOM)
    rows = list(csv.reader(io.StringIO(text.removeprefix(BOM), newline="")))
    assert rows[0] == ["Name", "Kind", "Made", "Note", "Weight (g)"]
    assert rows[1] == ["'=1+1", "Loud", "2026-08-15 10:00", "'+44", "991"]
    assert restore(rows[1][0]) == "=1+1"
    assert len(rows) == 1 + 1 + 40


def test_a_file_is_read_from_the_database_in_pieces_and_has_a_limit(toys: PageClient, toy_app: Flask) -> None:
    fill(toy_app, make_toy(1))
    with counted_queries(toy_app) as asked:
        toys.get(f"{PATH}?format=csv").get_data()
    assert len(asked) == 1
    assert "LIMIT" in asked[0]
    assert MOST_ROWS == 50_000


def test_on_a_small_screen_each_value_keeps_its_head(toys: PageClient, toy_app: Flask) -> None:
    fill(toy_app, make_toy(1))
    page = toys.page(PATH)
    cells = [text_of(cell) for cell in page.all("td")]
    assert [cell.split()[0] for cell in cells] == ["Kind", "Made", "Note", "Weight"]
    assert {element.get("role") for element in page.all("td")} == {"cell"}


def test_what_a_list_asks_is_kept_as_long_as_its_query_and_no_longer() -> None:
    query, first = select(Toy), TOYS.column("name").sort
    ascending, again, descending = (sought_in(query, Toy.id, first, is_descending=way) for way in (False, False, True))
    assert ascending is again
    assert ascending is not descending
    gone = weakref.ref(ascending.rows)
    del query, ascending, again, descending
    gc.collect()
    assert gone() is None
