"""Catalogues of interface text are as fresh as the code, and whole in every language that is offered."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import polib
import pytest

from outreach.content.po import write_pages_po
from outreach.core.i18n import DOMAINS, TRANSLATIONS, catalogue_path, is_complete
from outreach.core.languages import ENGLISH, LANGUAGES
from tests.own_content import own_library
from tools.catalogues import extract

FILES = [(domain, tag) for domain in DOMAINS for tag in LANGUAGES if catalogue_path(LANGUAGES[tag].cldr, domain).exists()]
PLACEHOLDER = re.compile(r"%\(\w+\)s|%\{\w+\}")
CONTROLS = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")


@functools.cache
def template(domain: str) -> polib.POFile:
    """The texts that the code uses now."""
    return polib.pofile(extract(domain))


def texts_of(entry: polib.POEntry) -> list[str]:
    """The translation, in each of its plural forms."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_template_has_the_texts_of_the_code(domain: str) -> None:
    assert (TRANSLATIONS / f"{domain}.pot").read_text("utf-8") == extract(domain), "run: make messages"


@pytest.mark.parametrize(("domain", "tag"), FILES)
def test_every_text_is_translated_with_its_placeholders(domain: str, tag: str) -> None:
    po = polib.pofile(str(catalogue_path(LANGUAGES[tag].cldr, domain)))
    assert [entry.msgid for entry in po if not entry.obsolete] == [entry.msgid for entry in template(domain)], "run: make messages"
    for entry in po:
        assert not entry.fuzzy, entry.msgid
        for text in texts_of(entry):
            assert text, entry.msgid
            assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
            assert entry.msgid_plural or re.findall(r"\d+", text) == re.findall(r"\d+", entry.msgid)


def test_a_text_that_is_in_two_domains_is_translated_alike() -> None:
    """A text is looked for in one domain after the other, whoever asks."""
    for cldr in (LANGUAGES[tag].cldr for tag in DOMAINS["staff"] if catalogue_path(LANGUAGES[tag].cldr, "staff").exists()):
        public, staff = ({(e.msgctxt, e.msgid): e.msgstr for e in polib.pofile(str(catalogue_path(cldr, domain)))} for domain in DOMAINS)
        assert {text: staff[text] for text in public.keys() & staff.keys()} == {text: public[text] for text in public.keys() & staff.keys()}


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_domain_is_there_in_each_of_its_languages_and_in_no_other(domain: str) -> None:
    found = {tag for tag in LANGUAGES if catalogue_path(LANGUAGES[tag].cldr, domain).exists()}
    assert found == DOMAINS[domain] - {ENGLISH}
    assert all(is_complete(tag, domain) for tag in found)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_interface_is_whole_in_every_language(tag: str) -> None:
    assert is_complete(tag)


def test_the_template_of_the_pages_is_fresh() -> None:
    library = own_library()
    assert (TRANSLATIONS / "pages.pot").read_text("utf-8") == write_pages_po(library, None), "run: make messages"


@pytest.mark.parametrize("path", sorted(TRANSLATIONS.rglob("*.po")), ids=lambda path: str(path.relative_to(TRANSLATIONS)))
def test_no_translation_holds_invisible_or_bidirectional_controls(path: Path) -> None:
    """Direction belongs to the page's markup; the zero-width joiners of Persian and Indic scripts are letters' business and stay."""
    for entry in polib.pofile(str(path)):
        assert not CONTROLS.search(entry.msgstr), entry.msgid
