"""What can be asked of the API: any query string is a question or a clear no."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.openreferral.parameters import PAGED, SEARCHED, Reason, Wanted, WrongParameter, read_wanted

QUERIES = st.dictionaries(st.sampled_from([*SEARCHED, "colour"]), st.text() | st.integers().map(str) | st.datetimes().map(str))


@given(QUERIES)
def test_any_query_string_is_a_question_or_is_refused_by_name(asked: dict[str, str]) -> None:
    try:
        wanted = read_wanted(asked, SEARCHED)
    except WrongParameter as error:
        refused = error
    else:
        assert wanted.page >= 1
        assert 1 <= wanted.per_page <= 250
        return
    assert refused.name in asked
    assert refused.reason in Reason


def test_each_parameter_is_read_in_the_usual_spellings() -> None:
    asked = {
        "page": "2",
        "per_page": "10",
        "search": "  refuge   kent ",
        "minimum_age": "16",
        "maximum_age": "99",
        "start_time": "09:30",
        "end_time": "17:00:00",
        "day": "Monday",
        "modified_after": "2026-11-26T09:30:00+01:00",
    }
    expected = Wanted(
        page=2,
        per_page=10,
        search="refuge kent",
        minimum_age=16,
        maximum_age=99,
        start_time=time(9, 30),
        end_time=time(17),
        day=0,
        modified_after=datetime(2026, 11, 26, 8, 30, tzinfo=UTC),
    )
    assert read_wanted(asked, SEARCHED) == expected
    assert read_wanted({"day": "su"}, SEARCHED).day == 6


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("page", "0", Reason.PAGE),
        ("page", "-1", Reason.PAGE),
        ("page", "9" * 30, Reason.PAGE),
        ("per_page", "251", Reason.PER_PAGE),
        ("minimum_age", "ten", Reason.AGE),
        ("taxonomy_term_id", "advice", Reason.UUID),
        ("start_time", "9", Reason.TIME),
        ("start_time", "09:30+01:00", Reason.TIME),
        ("day", "Xday", Reason.DAY),
        ("modified_after", "2026-11-26", Reason.INSTANT),
        ("search", "a" * 201, Reason.SEARCH),
        ("postcode", "CT1 2AB", Reason.NO_GEODATA),
        ("proximity", "100", Reason.NO_GEODATA),
    ],
)
def test_what_cannot_be_answered_is_refused_with_the_reason(name: str, text: str, reason: Reason) -> None:
    with pytest.raises(WrongParameter) as refused:
        read_wanted({name: text}, SEARCHED)
    assert (refused.value.name, refused.value.reason) == (name, reason)


def test_what_a_list_does_not_know_and_what_is_empty_do_not_count() -> None:
    assert read_wanted({"postcode": "CT1 2AB", "page": "", "colour": "red"}, PAGED) == Wanted()
