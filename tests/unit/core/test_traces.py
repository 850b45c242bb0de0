"""Notes hold nothing that leads to a person, and figures, dates and keys are no such thing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.core.traces import find_trace


@pytest.mark.parametrize(
    ("text", "trace"),
    [
        ("Ring her on 07700 900123 tonight", "07700 900123"),
        ("+44 7700 900 123", "+44 7700 900 123"),
        ("call (0161) 496-0000.", "(0161) 496-0000"),
        ("write to someone@example.org, please", "someone@example.org"),
        ("lives at SW1A 1AA", "SW1A 1AA"),
        ("lives at m1 1ae", "m1 1ae"),
        ("EC1A1BB", "EC1A1BB"),
    ],
)
def test_what_leads_to_somebody_is_found(text: str, trace: str) -> None:
    assert find_trace(text) == trace


@pytest.mark.parametrize(
    "text",
    [
        "14 briefings for 1,240 officers in 2022-2026 [L2.1]",
        "Dial 999 or 101, textphone 18000",
        "Due on 2026-11-24, agreed on 01.02.2026",
        "In L2 1st edition, R1 2nd reading, A4 3rd page",
        "Version 3.2 of 5 October 2026; 12 000 leaflets, 35%",
        "@everybody at 10 to 12",
    ],
)
def test_figures_dates_and_keys_are_no_traces(text: str) -> None:
    assert find_trace(text) == ""


@given(st.text(max_size=200))
def test_a_trace_is_a_piece_of_the_text(text: str) -> None:
    assert find_trace(text) in text


@given(st.text(alphabet=" abcdefghijklm,.", max_size=60), st.integers(0, 10**9 - 1), st.text(alphabet=" abcdefghijklm,.", max_size=60))
def test_a_mobile_number_is_found_wherever_it_stands(before: str, number: int, after: str) -> None:
    assert find_trace(f"{before} 07{number:09} {after}")
