"""When a job is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from outreach.core.jobs import Job, JobRun, is_due

NOW = datetime(2026, 11, 22, tzinfo=UTC)
JOB = Job("count", every=timedelta(seconds=5), run=print)


@pytest.mark.parametrize(("seconds", "due"), [(-60, True), (0, False), (4.9, False), (5, True), (90_000, True)])
def test_a_job_is_due_when_its_interval_has_passed_however_long_ago(seconds: float, due: bool) -> None:
    latest = JobRun(name="count", started_at=NOW - timedelta(seconds=seconds))
    assert is_due(JOB, latest, NOW) is due


def test_a_job_that_never_ran_is_due() -> None:
    assert is_due(JOB, None, NOW)
