"""Bring the catalogues of interface text up to date with `translations/messages.pot`: new texts empty, texts that have gone removed."""

import polib

from outreach.core.i18n import DOMAINS, TRANSLATIONS
from outreach.core.languages import LANGUAGES

WIDE = 10_000


def main() -> None:
    for domain in DOMAINS:
        template = polib.pofile(str(TRANSLATIONS / f"{domain}.pot"))
        for language in LANGUAGES.values():
            path = TRANSLATIONS / language.cldr / "LC_MESSAGES" / f"{domain}.po"
            if path.exists():
                path.write_text(updated(polib.pofile(str(path), wrapwidth=WIDE), template, language.cldr), "utf-8")


def updated(old: polib.POFile, template: polib.POFile, cldr: str) -> str:
    """The catalogue with the template's texts, in its order. A text that changed is a new text: no guess is taken from another."""
    new = polib.POFile(wrapwidth=WIDE)
    new.metadata = {
        "Project-Id-Version": "outreach",
        "Language": cldr,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    known = {(entry.msgctxt, entry.msgid): entry.msgstr for entry in old if not entry.obsolete}
    for entry in template:
        text = known.get((entry.msgctxt, entry.msgid), "")
        new.append(polib.POEntry(msgctxt=entry.msgctxt, msgid=entry.msgid, msgstr=text, flags=entry.flags, comment=entry.comment))
    return f"{new}\n"


if __name__ == "__main__":
    main()
