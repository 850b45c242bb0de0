"""PO files of the pages."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from outreach.content.changes import translate
from outreach.content.files import settled
from outreach.content.library import Gravity
from outreach.content.po import ContentError, read_pages_po, write_pages_po
from outreach.content.rules import Outcome, read_unit
from outreach.core.i18n import catalogue_path
from outreach.core.languages import LANGUAGES
from outreach.core.text import revision_id
from tests.conftest import MSGFMT
from tests.own_content import own_library
from tests.unit.content.build import library, unit

TRANSLATED = [tag for tag, language in LANGUAGES.items() if catalogue_path(language.cldr, "pages").exists()]


@pytest.mark.parametrize("tag", TRANSLATED)
def test_what_is_written_is_what_was_read_byte_for_byte(tag: str) -> None:
    path = catalogue_path(LANGUAGES[tag].cldr, "pages")
    assert write_pages_po(own_library(), tag) == path.read_text("utf-8")


def test_a_stale_translation_is_fuzzy_and_keeps_the_english_that_it_was_made_from(tmp_path: Path) -> None:
    stale = library({}, [unit("page/p/b", "## Old", Gravity.MEANING, [("## New", Gravity.MEANING)], ur="## پرانا")])
    path = tmp_path / "pages.po"
    path.write_text(write_pages_po(stale, "ur"), "utf-8")
    assert '#| msgid "## Old"' in path.read_text("utf-8")
    assert read_pages_po(path).entries["page/p/b"].translation == stale.pages[0].blocks[0].translations["ur"]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("msgctxt", "msgcontext", "is not a PO file"),
        ("# state:", "# stated:", "needs a comment"),
        ("state: machine", "state: perfect", "its state or date cannot be read"),
        ("on: 2026-11-22", "on: 2026-13-22", "its state or date cannot be read"),
        ('msgctxt "page/p/b"', 'msgctxt "page/p/title"', "needs a msgctxt of its own"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_line(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    path = tmp_path / "pages.po"
    text = write_pages_po(library({}, [unit("page/p/b", "## B", ur="## ب")]), "ur")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(ContentError, match=complaint) as caught:
        read_pages_po(path)
    assert caught.value.line > 0


def test_whoever_translates_by_hand_need_not_know_the_hash_of_the_english(tmp_path: Path) -> None:
    path, entry = tmp_path / "pages.po", 'msgctxt "page/p/b"\nmsgid "## B"\nmsgstr "## ب"\n'
    path.write_text(f'msgid ""\nmsgstr "Language: ur\\n"\n\n# state: checked; by: AB; on: 2026-11-27\n{entry}', "utf-8")
    read = read_pages_po(path).entries["page/p/b"]
    assert (read.translation.source, read.claimed, read.translation.by) == (revision_id("## B"), revision_id("## B"), "AB")
    path.write_text(path.read_text("utf-8").replace("msgctxt", "#, fuzzy\nmsgctxt"), "utf-8")
    with pytest.raises(ContentError, match="needs a comment"):
        read_pages_po(path)


@pytest.mark.gettext
@pytest.mark.parametrize("domain", ["pages", "messages"])
@pytest.mark.parametrize("tag", TRANSLATED)
def test_gettext_accepts_the_files(tag: str, domain: str) -> None:
    command = [str(MSGFMT), "--check-format", "-o", "/dev/null", str(catalogue_path(LANGUAGES[tag].cldr, domain))]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_file_made_from_older_english_is_a_translation_of_older_english_whatever_its_comment_says(tmp_path: Path) -> None:
    now = library({}, [unit("page/p/b", "## Old", Gravity.SAFETY, [("## New", Gravity.SAFETY)])])
    path = tmp_path / "pages.po"
    comment = f"state: approved; source: {revision_id('## New')}; by: x; on: 2026-11-22"
    path.write_text(f'msgid ""\nmsgstr "Language: ur\\n"\n\n# {comment}\nmsgctxt "page/p/b"\nmsgid "## Old"\nmsgstr "## پرانا"\n', "utf-8")
    made = translate(now.pages[0].blocks[0], "ur", settled(now.pages[0].blocks[0], read_pages_po(path).entries["page/p/b"]))
    assert read_unit(made, "ur").outcome is Outcome.ENGLISH
