"""What forms about other things need of commitments."""

from __future__ import annotations

from outreach.commitments.queries import list_commitments


def commitment_choices() -> list[tuple[str, str]]:
    """Every commitment to be chosen: its key, and the key with its summary."""
    return [(one.key, f"{one.key} {one.summary}") for one in list_commitments()]
