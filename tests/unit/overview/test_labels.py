"""Whatever features record has a word for the person who reads the trail."""

from __future__ import annotations

import re

from outreach.campaigns.rules import Move
from outreach.core.config import ROOT
from outreach.overview.labels import ACTIONS


def test_every_act_that_the_code_records_has_a_word_and_no_word_is_left_over() -> None:
    sources = [
        path for path in (ROOT / "outreach").rglob("*.py") if "overview" not in path.parts and path.name not in ("labels.py", "models.py")
    ]
    acts = re.compile(r'(?:record\(|\(\w+, |if is_lifeline else |^\s+)"((?:account|claim|content|lifeline|mail|job)\.[a-z-]+)"', re.M)
    found = {act for path in sources for act in acts.findall(path.read_text("utf-8"))}
    found |= {act for path in sources for act in re.findall(r'"(campaign\.[a-z-]+)"', path.read_text("utf-8"))}
    found |= {f"campaign.{move}" for move in Move}  # recorded under the move's own name
    assert found == set(ACTIONS)
