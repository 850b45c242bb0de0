"""Catalogues of interface text are as fresh as the code, and whole in every language that is offered."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from outreach.content.files import read_library
from outreach.content.po import write_pages_po
from outreach.core.config import ROOT
from outreach.core.i18n import DOMAINS, TRANSLATIONS, catalogue_path, is_complete
from outreach.core.languages import LANGUAGES
from tests.conftest import NOW

FILES = [(domain, tag) for domain in DOMAINS for tag in LANGUAGES if catalogue_path(LANGUAGES[tag].cldr, domain).exists()]
CONTROLS = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> polib.POFile:
    """The texts that the code uses now."""
    path = tmp_path_factory.mktemp("pot") / "messages.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "pyproject.toml", "-k", "lazy_gettext"]
    subprocess.run([*command, "-o", str(path), "--no-location", "--omit-header", "."], cwd=ROOT, check=True)
    return polib.pofile(str(path))


def test_the_template_has_the_texts_of_the_code(template: polib.POFile) -> None:
    kept = polib.pofile(str(TRANSLATIONS / "messages.pot"))
    assert {entry.msgid for entry in kept} == {entry.msgid for entry in template}, "run: make messages"


@pytest.mark.parametrize(("domain", "tag"), FILES)
def test_every_text_is_translated_with_its_placeholders(template: polib.POFile, domain: str, tag: str) -> None:
    po = polib.pofile(str(catalogue_path(LANGUAGES[tag].cldr, domain)))
    assert {entry.msgid for entry in po if not entry.obsolete} == {entry.msgid for entry in template}
    for entry in po:
        assert entry.msgstr, entry.msgid
        assert not entry.fuzzy, entry.msgid
        assert sorted(re.findall(r"%\(\w+\)s", entry.msgstr)) == sorted(re.findall(r"%\(\w+\)s", entry.msgid))
        assert re.findall(r"\d+", entry.msgstr) == re.findall(r"\d+", entry.msgid)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_interface_is_whole_in_every_language(tag: str) -> None:
    assert is_complete(tag)


def test_the_template_of_the_pages_is_fresh() -> None:
    library = read_library(today=NOW.date(), is_demo=True)
    assert (TRANSLATIONS / "pages.pot").read_text("utf-8") == write_pages_po(library, None), "run: make messages"


@pytest.mark.parametrize("path", sorted(TRANSLATIONS.rglob("*.po")), ids=lambda path: str(path.relative_to(TRANSLATIONS)))
def test_no_translation_holds_invisible_or_bidirectional_controls(path: Path) -> None:
    """Direction belongs to the page's markup; the zero-width joiners of Persian and Indic scripts are letters' business and stay."""
    for entry in polib.pofile(str(path)):
        assert not CONTROLS.search(entry.msgstr), entry.msgid
