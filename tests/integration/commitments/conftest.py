"""A register with the rows of the package's file."""

from __future__ import annotations

import pytest
from flask import Flask

from outreach.commitments.operations import seed_register
from outreach.core.db import db
from tests.conftest import NOW


@pytest.fixture
def seeded(app: Flask) -> Flask:
    with app.app_context():
        seed_register(now=NOW)
        db.session.commit()
    return app
