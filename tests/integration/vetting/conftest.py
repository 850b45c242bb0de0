"""An office with an application."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.vetting import Office, make_office


@pytest.fixture
def office(app: Flask) -> Iterator[Office]:
    with app.app_context():
        yield make_office(app)


@pytest.fixture
def outside(app: Flask) -> Office:
    """The same without a context that is left open, for tests of pages."""
    with app.app_context():
        return make_office(app, identifiers=("GB-CHC-1141636",))
