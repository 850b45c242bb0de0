"""An organisation with an owner; and the clock, put back after a test has set it."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask

from tests.partners import add_member_of, add_organisation


@pytest.fixture(autouse=True)
def kept_clock(app: Flask) -> Iterator[None]:
    before = app.config["OUTREACH"]
    yield
    app.config["OUTREACH"] = before


@pytest.fixture
def ours(app: Flask) -> tuple[UUID, UUID]:
    """An organisation with an owner."""
    with app.app_context():
        organisation_id = add_organisation()
        return organisation_id, add_member_of(organisation_id)
