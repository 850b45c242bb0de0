"""The languages of the public pages: English and thirty more, in one table.

Names, direction and script come from CLDR (by way of Babel), never from an editable field: a language set to the wrong
direction is unreadable in production and nobody who can see it can read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from babel import Locale

# CLDR's own name for these does not say what their readers call them: it calls Dari "Persian (Afghanistan)", and Sorani
# by a word ("Central Kurdish") that few of its readers use.
_OWN_NAMES = {"prs": "دری", "ckb": "کوردی (سۆرانی)"}

_NAMES = {
    "en": {"prs": "Dari", "ckb": "Kurdish (Sorani)", "ku": "Kurdish (Kurmanji)", "zh-Hans": "Chinese (Simplified)", "pa": "Panjabi"},
    "cy": {"prs": "Dari", "ckb": "Cwrdeg (Sorani)", "ku": "Cwrdeg (Kurmanji)"},
}

# Babel knows these two only by other names.
_CLDR = {"prs": "fa_AF", "zh-Hans": "zh_Hans"}
_HTML = {"prs": "fa-AF"}

ENGLISH = "en"
_TAGS = "en cy pl ro pa ur pt es ar bn gu fr lt bg hu tr ta so fa prs ps ckb ku sq vi zh-Hans ru uk ti am fil"


@dataclass(frozen=True)
class Language:
    """One language: `tag` in addresses, `html` in lang attributes, `cldr` for catalogue folders and Babel."""

    tag: str
    html: str
    cldr: str

    @cached_property
    def locale(self) -> Locale:
        return Locale.parse(self.cldr)

    @cached_property
    def direction(self) -> str:
        """'ltr' or 'rtl', from CLDR."""
        return self.locale.text_direction

    @cached_property
    def own_name(self) -> str:
        """The language's name in itself, with a capital where its script has them."""
        name = _OWN_NAMES.get(self.tag) or self.locale.get_display_name(self.locale) or self.tag
        return name[:1].title() + name[1:]

    @cached_property
    def english_name(self) -> str:
        """The language's name for those who work in English: 'Urdu'."""
        return self.name_in(ENGLISH)

    def name_in(self, locale: str) -> str:
        """The language's name in another one (a CLDR name): 'Wrdw' in 'cy'."""
        return _NAMES.get(locale, {}).get(self.tag) or self.locale.get_display_name(locale) or self.tag


LANGUAGES: dict[str, Language] = {tag: Language(tag=tag, html=_HTML.get(tag, tag), cldr=_CLDR.get(tag, tag)) for tag in _TAGS.split()}
