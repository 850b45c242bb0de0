"""How long what an organisation said holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from outreach.partners.rules import Verification, verification_of

SAID = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, Verification.CURRENT),
        (59, Verification.CURRENT),
        (60, Verification.DUE),
        (89, Verification.DUE),
        (90, Verification.UNVERIFIED),
        (119, Verification.UNVERIFIED),
        (120, Verification.HIDDEN),
        (4000, Verification.HIDDEN),
    ],
)
def test_a_word_is_believed_for_90_days_and_shown_for_120(days: int, expected: Verification) -> None:
    assert verification_of(SAID, SAID + timedelta(days=days)) is expected
