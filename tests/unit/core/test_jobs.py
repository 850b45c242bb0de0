"""When a job is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from outreach.core.jobs import LEASE, Job, JobState, is_due, is_free

NOW = datetime(2026, 11, 22, tzinfo=UTC)
JOB = Job("count", every=timedelta(seconds=5), run=lambda _config, _now: 0)


@pytest.mark.parametrize(("seconds", "due"), [(-60, True), (-9, False), (0, False), (4.9, False), (5, True), (90_000, True)])
def test_a_job_is_due_when_its_interval_has_passed_however_long_ago(seconds: float, due: bool) -> None:
    latest = JobState(name="count", started_at=NOW - timedelta(seconds=seconds))
    assert is_due(JOB, latest, NOW) is due


def test_a_job_that_never_ran_is_due() -> None:
    assert is_due(JOB, None, NOW)


@pytest.mark.parametrize(("left", "free"), [(None, True), (-1, True), (0, False), (10.1, False), (20, False), (20.1, True), (9999, True)])
def test_a_job_is_free_when_its_lease_has_ended_or_was_given_by_a_clock_that_was_wrong(left: float | None, free: bool) -> None:
    assert timedelta(seconds=10) == LEASE
    assert is_free(JobState(name="count", leased_until=None if left is None else NOW + timedelta(seconds=left)), NOW) is free
