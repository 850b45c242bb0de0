"""Content files: what is read, and what is refused with file, line and reason."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from outreach.content.files import SEED, locate, read_library, read_safety
from outreach.content.po import ContentError
from tests.own_content import own_library
from tests.unit.content.build import TODAY

GOOD = """+++
position = 1
essential = true
title = "Neutral"
heading = "Telling"
+++

## First {#first .safety}

Words.
"""


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    shutil.copytree(SEED, tmp_path / "seed")
    return tmp_path / "seed"


def refusal(seed: Path, page: str) -> str:
    (seed / "pages" / "zz.md").write_text(page, "utf-8")
    with pytest.raises(ContentError) as caught:
        read_library(today=TODAY, is_demo=True, seed=seed, translations=seed)
    return str(caught.value)


def test_the_page_about_what_we_keep_is_made_from_the_safety_contract() -> None:
    page = next(page for page in own_library().pages if page.slug == "what-we-keep")
    keys = [block.key.rpartition("/")[2] for block in page.blocks]
    assert [key for key in keys if key.startswith("keeps-")] == [f"keeps-{row.key}" for row in read_safety()]


@pytest.mark.parametrize(
    ("page", "complaint"),
    [
        ("no front matter", "zz.md:1: must begin with TOML"),
        (GOOD.replace('title = "Neutral"\n', ""), "zz.md:1: lacks 'title'"),
        (GOOD.replace("Neutral", "Telling"), "zz.md:1: the title must be neutral"),
        (GOOD.replace(".safety", ".urgent"), "zz.md:8: a block opens with"),
        (GOOD.replace("## First", "text\n\n## First"), "zz.md:10: text before the first block"),
        (GOOD + "\n## Again {#first .safety}\n", "zz.md:12: two blocks with the key 'first'"),
        (GOOD.replace("Words.", "{claim:nothing}"), "zz.md:8: page/zz/first: there is no claim 'nothing'"),
        (GOOD.replace("position = 1", "position = "), "zz.md:2: is not TOML"),
        (GOOD.replace("Words.", "Say {claim:not-law} here."), "zz.md:10: a placeholder stands alone"),
        (GOOD.replace("Words.", "[Away](https://example.org)"), "zz.md:10: a link leads to a page"),
        (GOOD.replace("Words.", "[Away](page:nowhere)"), "zz.md:8: page/zz/first: there is no page 'nowhere'"),
    ],
)
def test_a_page_that_cannot_be_used_is_refused(seed: Path, page: str, complaint: str) -> None:
    assert complaint in refusal(seed, page)


def test_a_reassurance_depends_on_cautions_only(seed: Path) -> None:
    claims = seed / "claims.toml"
    claims.write_text(claims.read_text("utf-8").replace('depends_on = ["others-may-keep"]', 'depends_on = ["call-999"]'), "utf-8")
    with pytest.raises(ContentError, match="no-record: "):
        read_library(today=TODAY, is_demo=True, seed=seed, translations=seed)


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("page/your-information/adviser", "## Who can I talk to first? {#adviser .safety}"),
        ("page/your-information/title", 'title = "Your information"'),
        ("claim/not-law", "[claims.not-law]"),
        ("claim/any/withdrawal", "withdrawal = "),
        ("contact/adviser/hours", "[adviser]"),
    ],
)
def test_a_text_can_be_found_in_its_file(key: str, line: str) -> None:
    path, number = locate(key)
    assert path.read_text("utf-8").splitlines()[number - 1].startswith(line)
