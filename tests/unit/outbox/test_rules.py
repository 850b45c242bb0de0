"""What becomes of a mail, as arithmetic."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.outbox.rules import (
    GRAVITY,
    LEASE,
    LONGEST_WAIT,
    MOST_ATTEMPTS,
    Answer,
    Category,
    Reason,
    State,
    Verdict,
    after_attempt,
    backoff,
    graver,
    read_status,
    stops,
    suppression_of,
)
from outreach.outbox.senders import TIMEOUT_S

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        *((status, Verdict.ACCEPTED) for status in (200, 202)),
        *((status, Verdict.LATER) for status in (429, 500, 502, 503, 504)),
        *((status, Verdict.REFUSED) for status in (400, 401, 403, 404, 413)),
    ],
)
def test_a_status_says_whether_a_mail_is_taken_comes_again_or_is_refused(status: int, verdict: Verdict) -> None:
    assert read_status(status, {}, NOW).verdict is verdict


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry-After": "90"}, timedelta(seconds=90)),
        ({"Retry-After": "Tue, 24 Nov 2026 09:05:00 GMT"}, timedelta(minutes=5)),
        ({"Retry-After": "Tue, 24 Nov 2026 08:00:00 GMT"}, timedelta(0)),
        ({"Retry-After": "999999999"}, LONGEST_WAIT),
        ({"Retry-After": "soon"}, None),
        ({"x-ratelimit-reset": str(int(NOW.timestamp()) + 7)}, timedelta(seconds=7)),
        ({}, None),
    ],
)
def test_how_long_the_provider_asks_us_to_wait(headers: dict[str, str], wait: timedelta | None) -> None:
    assert read_status(429, headers, NOW).wait == wait


@given(st.text(), st.text())
def test_no_header_breaks_the_reading(after: str, reset: str) -> None:
    answer = read_status(429, {"Retry-After": after, "X-RateLimit-Reset": reset}, NOW)
    assert answer.wait is None or timedelta(0) <= answer.wait <= LONGEST_WAIT


@given(st.integers(1, MOST_ATTEMPTS), st.floats(0, 0.999))
def test_waiting_grows_with_attempts_and_never_too_far(attempts: int, jitter: float) -> None:
    assert timedelta(seconds=15) <= backoff(attempts, jitter=jitter) <= LONGEST_WAIT * 1.5
    assert backoff(attempts, jitter=0.5) <= backoff(attempts + 1, jitter=0.5)


@given(st.sampled_from(Verdict), st.integers(1, MOST_ATTEMPTS + 2), st.none() | st.timedeltas(timedelta(0), LONGEST_WAIT))
def test_only_what_is_surely_not_taken_is_ever_sent_again(verdict: Verdict, attempts: int, wait: timedelta | None) -> None:
    state, due = after_attempt(Answer(verdict, wait=wait), attempts, NOW)
    assert (state is State.WAITING) is (verdict is Verdict.LATER and attempts < MOST_ATTEMPTS)
    assert (due is not None) is (state is State.WAITING)
    assert due is None or due >= NOW + (wait or timedelta(0))
    assert (state is State.HELD) is (verdict is Verdict.UNKNOWN)


def test_a_lease_outlasts_every_request() -> None:
    assert timedelta(seconds=TIMEOUT_S * 3) < LEASE


def test_who_asked_for_a_link_gets_it_unless_it_cannot_arrive() -> None:
    assert [reason for reason in Reason if stops(reason, Category.ACCOUNT)] == [Reason.BOUNCE]
    assert all(stops(reason, Category.PROGRAMME) for reason in Reason)


@given(st.lists(st.sampled_from([*GRAVITY, "open", "nonsense"]), max_size=5))
def test_the_fate_of_a_mail_does_not_depend_on_the_order_of_the_news(told: list[str]) -> None:
    fates = set()
    for order in permutations(told):
        fate = ""
        for kind in order:
            fate = graver(fate, kind) if kind in GRAVITY else fate
        fates.add(fate)
    assert len(fates) == 1


@pytest.mark.parametrize(
    ("kind", "details", "reason"),
    [
        ("bounce", {"type": "bounce"}, Reason.BOUNCE),
        ("bounce", {"type": "blocked"}, None),
        ("spamreport", {}, Reason.COMPLAINT),
        ("unsubscribe", {}, Reason.UNSUBSCRIBE),
        ("group_unsubscribe", {}, Reason.UNSUBSCRIBE),
        ("delivered", {}, None),
        ("dropped", {}, None),
    ],
)
def test_which_news_end_writing_to_an_address(kind: str, details: dict[str, object], reason: Reason | None) -> None:
    assert suppression_of(kind, details) is reason
