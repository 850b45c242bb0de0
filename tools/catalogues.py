"""Bring the templates and catalogues of interface text up to date with the code: new texts empty, texts that have gone removed."""

import io
from pathlib import Path

import polib
from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.plurals import get_plural
from babel.messages.pofile import write_po

from outreach.core.config import ROOT
from outreach.core.i18n import DOMAINS, TRANSLATIONS, catalogue_path
from outreach.core.languages import ENGLISH, LANGUAGES

WIDE = 10_000
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "lazy_ngettext": (1, 2), "lazy_pgettext": ((1, "c"), 2)}

# What readers see, in every language, with what stands around every mail; everything else is said to those who sign in.
READERS = (
    "outreach/content/",
    "outreach/site/",
    "templates/site/",
    "templates/layouts/reader.html",
    "templates/components/reader.html",
    "templates/components/event.html",
    "templates/components/service.html",
    "templates/mail/layout.",
    "templates/mail/parts.",
)


def main() -> None:
    for domain, tags in DOMAINS.items():
        text = extract(domain)
        (TRANSLATIONS / f"{domain}.pot").write_text(text, "utf-8")
        template = polib.pofile(text)
        for language in (LANGUAGES[tag] for tag in sorted(tags - {ENGLISH})):
            path = catalogue_path(language.cldr, domain)
            old = polib.pofile(str(path), wrapwidth=WIDE) if path.exists() else polib.POFile()
            path.write_text(updated(old, template, language.cldr), "utf-8")


def domain_of(path: str) -> str:
    """The domain of the texts in the file *path*, which is relative to the project."""
    return "messages" if path.startswith(READERS) else "staff"


def extract(domain: str) -> str:
    """The template of *domain*: every text of its files, in the order of the files."""
    catalog = Catalog()
    for path in sorted([*(ROOT / "outreach").rglob("*.py"), *(ROOT / "templates").rglob("*.*")]):
        if domain_of(str(path.relative_to(ROOT))) == domain:
            for _line, message, comments, context in extract_from_file(_method(path), path, KEYWORDS):
                catalog.add(message, auto_comments=comments, context=context)
    written = io.BytesIO()
    write_po(written, catalog, no_location=True, omit_header=True)
    return written.getvalue().decode()


def _method(path: Path) -> str:
    return "python" if path.suffix == ".py" else "jinja2"


def updated(old: polib.POFile, template: polib.POFile, cldr: str) -> str:
    """The catalogue with the template's texts, in its order. A text that changed is a new text: no guess is taken from another."""
    new = polib.POFile(wrapwidth=WIDE)
    plural = get_plural(cldr)
    new.metadata = {
        "Project-Id-Version": "outreach",
        "Language": cldr,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    if any(entry.msgid_plural for entry in template):
        new.metadata["Plural-Forms"] = f"nplurals={plural.num_plurals}; plural={plural.plural_expr};"
    known = {(entry.msgctxt, entry.msgid): entry for entry in old if not entry.obsolete}
    for entry in template:
        fields = {"msgctxt": entry.msgctxt, "msgid": entry.msgid, "flags": entry.flags, "comment": entry.comment}
        before = known.get((entry.msgctxt, entry.msgid))
        if entry.msgid_plural:
            forms = before.msgstr_plural if before else {}
            fields |= {"msgid_plural": entry.msgid_plural, "msgstr_plural": {i: forms.get(i, "") for i in range(plural.num_plurals)}}
        else:
            fields |= {"msgstr": before.msgstr if before else ""}
        new.append(polib.POEntry(**fields))
    return f"{new}\n"


if __name__ == "__main__":
    main()
