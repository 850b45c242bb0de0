"""Amounts and numbers as people write them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import Form

from outreach.web.charts import HEIGHT, WIDTH, draw_progress
from outreach.web.numbers import Money, Number, plain_number, pounds


class Amounts(Form):  # type: ignore[misc]  # wtforms ships no types
    money = Money("Money")
    number = Number("Number")


def typed(name: str, text: str) -> Any:
    with Flask("form").app_context():
        return Amounts(MultiDict({name: text}))[name]


@pytest.mark.parametrize(("text", "pence"), [("1,250", 125_000), ("£1250.50", 125_050), ("0", 0), (" 3 000 ", 300_000)])
def test_money_is_read_in_pounds_and_kept_in_pence(text: str, pence: int) -> None:
    assert typed("money", text).data == pence


@pytest.mark.parametrize("text", ["1.5", "-3", "ten", "1.250,00", "1e3", "£", "9" * 12, "٣"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    field = typed("money", text)
    assert field.data is None
    assert field.process_errors


@given(st.integers(0, 10**10))
def test_an_amount_that_is_shown_is_read_as_it_was(pence: int) -> None:
    assert typed("money", pounds(pence)).data == pence


@given(st.integers(0, 10**9).map(lambda thousandths: thousandths / 1000))
def test_a_number_that_is_shown_is_read_as_it_was(value: float) -> None:
    assert typed("number", plain_number(value)).data == value


def test_a_number_may_not_lie_below_its_lowest() -> None:
    assert typed("number", "-1").process_errors


@given(
    st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.floats(-1e6, 1e6)), max_size=9),
    st.floats(0, 1e6),
    st.floats(0, 1e6),
)
def test_a_chart_keeps_its_lines_inside_the_drawing(points: list[tuple[date, float]], baseline: float, target: float) -> None:
    chart = draw_progress(sorted(points), baseline=baseline, target=target, first=date(2026, 1, 1), last=date(2026, 12, 31))
    for x, y in [*chart.points, (chart.start_x, chart.baseline_y), (chart.end_x, chart.target_y)]:
        assert 0 <= x <= WIDTH
        assert 0 <= y <= HEIGHT
