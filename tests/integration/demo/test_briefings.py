"""The demonstration's briefings: every gap that there can be, loaded once, and saying that they are invented."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from outreach.briefings.arithmetic import Cover, cover_all
from outreach.briefings.models import Acknowledgement, Briefing, Issue
from outreach.briefings.protocol import find_protocol
from outreach.briefings.queries import find_tallies
from outreach.briefings.rules import Protocol
from outreach.core.areas import AREAS
from outreach.core.db import db
from outreach.demo.accounts import load_accounts
from outreach.demo.programme import load_programme
from tests.accounts import EVERYWHERE
from tests.conftest import NOW

TODAY = NOW.date()


def counts() -> list[int]:
    return [db.session.scalar(select(func.count()).select_from(model)) or 0 for model in (Briefing, Issue, Acknowledgement)]


def test_two_materials_show_every_gap_and_a_second_time_changes_nothing(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        load_accounts(tmp_path, now=NOW)
        load_programme(now=NOW)
        db.session.commit()
        before = counts()
        seen = set()
        for material in db.session.scalars(select(Briefing)):
            assert "(invented)" in material.title
            tallies = find_tallies(material.id, scope=EVERYWHERE, today=TODAY)
            seen |= {one.standing for one in cover_all(list(AREAS), tallies, material.target_percent)}
        assert seen == set(Cover)
        assert find_protocol(TODAY).standing is Protocol.NOT_FOUND
        load_programme(now=NOW)
        db.session.commit()
        assert counts() == before
