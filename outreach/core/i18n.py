"""Catalogues of interface text, read from the PO files themselves.

There is no compiled `.mo`: what cannot exist cannot be stale, and a fresh clone needs no build step before it speaks Urdu.
Domains: `messages` (reader pages, public mails, what stands around every mail), `staff` (signed-in pages, and what is said to those who
use them). Page text is the `pages` domain and belongs to content. A text is looked for in one after the other: the code need not say where
it is; a text in both is translated alike (a test compares them).
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages import Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Domain, get_locale

from outreach.core.config import ROOT
from outreach.core.languages import ENGLISH, LANGUAGES

TRANSLATIONS = ROOT / "translations"
DOMAINS = {"messages": frozenset(LANGUAGES), "staff": frozenset(["en", "cy"])}


def catalogue_path(cldr: str, domain: str) -> Path:
    """Where the catalogue of *domain* in the language with CLDR name *cldr* lies, whether or not it exists."""
    return TRANSLATIONS / cldr / "LC_MESSAGES" / f"{domain}.po"


@cache
def catalogue(cldr: str, domain: str = "messages") -> NullTranslations:
    """The translations of *domain*; empty (English shows) when there is no file. Fuzzy entries are left out."""
    return _read_catalogue(cldr, domain)


def _read_catalogue(cldr: str, domain: str) -> NullTranslations:
    path = catalogue_path(cldr, domain)
    if not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=cldr))
    compiled.seek(0)
    return Translations(compiled, domain)


@cache
def all_catalogues(cldr: str) -> NullTranslations:
    """The translations of every domain, one behind the other."""
    chained = NullTranslations()
    for domain in reversed(DOMAINS):
        found = _read_catalogue(cldr, domain)
        found.add_fallback(chained)
        chained = found
    return chained


@cache
def is_complete(tag: str, domain: str = "messages") -> bool:
    """Whether every text of *domain* is translated into the language *tag*. English, the source, always is."""
    if tag == ENGLISH:
        return True
    path = catalogue_path(LANGUAGES[tag].cldr, domain)
    if not path.exists():
        return False
    with path.open("rb") as file:
        return all(_is_translated(message) for message in read_po(file, locale=LANGUAGES[tag].cldr) if message.id)


def _is_translated(message: Message) -> bool:
    forms = [message.string] if isinstance(message.string, str) else message.string or [""]
    return all(forms) and not message.fuzzy


class PoDomain(Domain):  # type: ignore[misc]  # flask_babel ships no types
    """Flask-Babel's domain, fed from the PO files."""

    def get_translations(self) -> NullTranslations:
        locale = get_locale()
        return all_catalogues(str(locale)) if locale else NullTranslations()
