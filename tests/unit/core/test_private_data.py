"""What might find a person again is seen, and what only looks like it is let through."""

from __future__ import annotations

import pytest

from outreach.core.private_data import PrivateData, find_private_data


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Write to mina@example.org.", PrivateData.EMAIL),
        ("call 07700 900123 after six", PrivateData.TELEPHONE),
        ("(020) 7946 0000", PrivateData.TELEPHONE),
        ("+44 20 7946 0000", PrivateData.TELEPHONE),
        ("07700900123", PrivateData.TELEPHONE),
        ("she lives at LS1 4AP", PrivateData.POSTCODE),
        ("ls14ap", PrivateData.POSTCODE),
        ("SW1A 1AA", PrivateData.POSTCODE),
    ],
)
def test_private_data_is_found(text: str, kind: PrivateData) -> None:
    assert find_private_data(text) is kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Serves L2 1st quarter, R4 2nd",
        "Call 999 or 101, textphone 18000",
        "Budget £1,250,000 over 2026-2027",
        "From 2026-11-24 to 2026-12-24",
        "120 leaflets @ 5p",
        "Room 0123, 45 chairs",
        "R1, R2 and L3",
    ],
)
def test_plans_are_let_through(text: str) -> None:
    assert find_private_data(text) is None
