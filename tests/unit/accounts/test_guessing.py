"""Waits that slow guessing down and keep nobody out for good."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from outreach.accounts.guessing import FORGOTTEN_AFTER, LONGEST_WAIT, Bucket, Count, after_try, find_wait

START = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
buckets = st.sampled_from(Bucket)


def guess(bucket: Bucket, pauses: list[int]) -> tuple[list[datetime], list[datetime]]:
    """Try after each pause (seconds); returns when tries were let through, and until when the others were told to wait."""
    count: Count | None = None
    now, allowed, told = START, [], []
    for pause in pauses:
        now += timedelta(seconds=pause)
        wait = find_wait(count, now)
        if wait:
            told.append(wait)
            assert now < wait <= now + LONGEST_WAIT
        else:
            allowed.append(now)
            count = after_try(bucket, count, now)
    return allowed, told


@given(buckets, st.lists(st.integers(0, 600), max_size=120))
def test_no_wait_is_longer_than_the_longest_whatever_is_tried(bucket: Bucket, pauses: list[int]) -> None:
    guess(bucket, pauses)


@given(buckets)
def test_free_tries_are_free_and_the_next_has_to_wait(bucket: Bucket) -> None:
    allowed, told = guess(bucket, [1] * (bucket.free + 1))
    assert len(allowed) == bucket.free
    assert len(told) == 1


def test_somebody_who_guesses_all_day_gets_few_tries() -> None:
    allowed, _ = guess(Bucket.PAIR, [10] * (24 * 360))
    assert len(allowed) < 5 + 8 + 24 * 4


def test_tries_during_a_wait_do_not_make_it_longer() -> None:
    _, told = guess(Bucket.PAIR, [1] * 20)
    assert len(set(told)) == 1


@given(buckets, st.integers(1, 200))
def test_after_a_quiet_hour_everything_is_forgotten(bucket: Bucket, tries: int) -> None:
    count = Count(tries, START, START + LONGEST_WAIT)
    assert after_try(bucket, count, START + FORGOTTEN_AFTER + timedelta(seconds=1)) == Count(
        1, START + FORGOTTEN_AFTER + timedelta(seconds=1)
    )
