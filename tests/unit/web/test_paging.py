"""Pages of a list, as arithmetic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.web.paging import SIZE, find_page


@given(st.text(), st.integers(0, 10_000))
def test_whatever_is_asked_for_a_page_that_is_there_is_found(asked: str, total: int) -> None:
    page = find_page(asked, total)
    assert 1 <= page.number <= page.pages
    assert page.offset < max(total, 1)
    assert page.last <= total


@given(st.integers(0, 10_000))
def test_all_pages_together_show_every_row_once(total: int) -> None:
    pages = find_page("1", total).pages
    shown = [row for number in range(1, pages + 1) for page in [find_page(str(number), total)] for row in range(page.first, page.last + 1)]
    assert [row for row in shown if row] == list(range(1, total + 1))


@pytest.mark.parametrize(("asked", "number"), [("3", 3), ("99", 4), ("0", 1), ("-1", 1), ("", 1), ("²", 1), ("9" * 30, 1), ("2x", 1)])
def test_beyond_the_end_is_the_last_page_and_nonsense_is_the_first(asked: str, number: int) -> None:
    assert find_page(asked, 4 * SIZE).number == number


@pytest.mark.parametrize(
    ("number", "pages", "links"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (5, 9, [1, None, 4, 5, 6, None, 9]),
        (4, 7, [1, 2, 3, 4, 5, 6, 7]),
        (1, 9, [1, 2, None, 9]),
        (9, 9, [1, None, 8, 9]),
    ],
)
def test_the_links_are_the_ends_and_what_is_near(number: int, pages: int, links: list[int | None]) -> None:
    assert find_page(str(number), pages * SIZE).numbers == links
