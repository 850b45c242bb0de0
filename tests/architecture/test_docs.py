"""Documents that are made from the product stay true to it."""

from __future__ import annotations

import re

import pytest

from outreach.content.files import read_safety
from outreach.core.config import ROOT, Config, ConfigError
from outreach.outbox.rules import DELIVER_MAIL
from outreach.worker import JOBS

OUTSIDE = "https://|http://|mailto:|#"


def test_the_safety_model_shows_the_contract() -> None:
    text = (ROOT / "docs" / "safety-model.md").read_text("utf-8")
    rows = "\n".join(f"| {row.key} | {row.promise} | {row.mechanism} | {row.reader or '-'} |" for row in read_safety())
    assert rows in text, f"docs/safety-model.md needs these rows:\n{rows}"


def test_the_operator_guide_names_every_setting() -> None:
    guide = (ROOT / "docs" / "operator-guide.md").read_text("utf-8")
    environ = {"OUTREACH_MODE": "x", "HOST": "a/b", "PORT": "x", "OUTREACH_DATABASE_URL": "x", "OUTREACH_PUBLIC_URL": "x"}
    environ |= {
        "OUTREACH_EXIT_URL": "x",
        "OUTREACH_NOW": "x",
        "OUTREACH_SECRET_KEY": ",",
        "OUTREACH_DATA_DIR": "\0",
        "OUTREACH_TRUSTED_PROXIES": "x",
    }
    environ |= {"OUTREACH_REDIS_URL": "x", "OUTREACH_METRICS_TOKEN": "x"}
    with pytest.raises(ConfigError) as caught:
        Config.from_environ(environ)
    for problem in caught.value.problems:
        assert f"`{problem.partition(':')[0]}`" in guide


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md")))])
def test_links_in_documents_lead_to_files(name: str) -> None:
    path = ROOT / name
    for target in re.findall(r"\]\(([^)]+)\)", path.read_text("utf-8")):
        if not re.match(OUTSIDE, target):
            assert (path.parent / target.partition("#")[0]).exists(), target


def test_the_operator_guide_names_every_job_and_each_woken_job_is_one() -> None:
    guide = (ROOT / "docs" / "operator-guide.md").read_text("utf-8")
    names = {job.name for job in JOBS}
    assert not [name for name in names if f"| `{name}` |" not in guide]
    assert DELIVER_MAIL in names
