"""Whatever features record has a word for the person who reads the trail."""

from __future__ import annotations

import re

from outreach import worker
from outreach.campaigns.rules import Move
from outreach.core.config import ROOT
from outreach.overview.labels import ACTIONS, JOBS, MAIL_KINDS
from outreach.overview.mails import MAILS


def test_every_act_that_the_code_records_has_a_word_and_no_word_is_left_over() -> None:
    sources = [path for path in (ROOT / "outreach").rglob("*.py") if path.name not in ("labels.py", "models.py")]
    kinds = "account|briefing|briefing-issue|claim|commitment|content|evidence|lifeline|mail|job|policy|update"
    acts = re.compile(rf'(?:record\(|\(\w+, |if is_lifeline else |_changed\(|\.\w+: |^\s+)"((?:{kinds})\.[a-z-]+)"', re.M)
    found = {act for path in sources for act in acts.findall(path.read_text("utf-8"))}
    found |= {
        act
        for path in sources
        for act in re.findall(
            r'"((?:alert|campaign|event|organisation|outcome|pathway|reply|service)\.(?!html|id")[a-z-]+)"', path.read_text("utf-8")
        )
    }
    found |= {f"campaign.{move}" for move in Move}  # recorded under the move's own name
    records = (ROOT / "outreach" / "events" / "records.py").read_text("utf-8")  # the same acts for each kind of record
    found |= {f"{kind}.{act}" for kind in ("venue", "interpreter") for act in re.findall(r'_note\(one, "([a-z-]+)"', records)}
    assert found == set(ACTIONS)


def test_every_job_and_every_kind_of_mail_has_a_word() -> None:
    assert {job.name for job in worker.JOBS} == set(JOBS)
    assert {kind.key for kind in MAILS} == set(MAIL_KINDS)
