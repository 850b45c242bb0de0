"""The sections of a profile: a form for each, what it says of a profile, and the profile in words for people.

section = SECTIONS["areas"]
form = section.form_of(profile, is_answered=True)          # section.edit_form_of(profile, version=…) where two may edit at once
if form.validate_on_submit():
    profile = section.apply(form, profile)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property
from typing import Any

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from outreach.core.areas import AREAS
from outreach.partners import forms
from outreach.partners.forms import SectionFields
from outreach.partners.identifiers import split_org_id
from outreach.partners.labels import ADVICE_LEVELS, COMMUNITIES, FIELDS, KINDS, REGISTERS, REGULATORS, TIES
from outreach.partners.profile import PUBLIC, Profile, Spoken
from outreach.partners.rules import Community, Kind, Regulator, Tie
from outreach.web.conflicts import EditForm
from outreach.web.jinja import day_text
from outreach.web.language import language_name

_DEFAULTS = Profile()


@dataclass(frozen=True)
class Section:
    """*key* stands in addresses; *title* is the heading of its page."""

    key: str
    title: LazyString
    form: type[SectionFields]

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the profile that it says, in their order."""
        return self.form.says

    @cached_property
    def edit_form(self) -> type[Any]:
        """The form for a record that counts its versions (web.conflicts)."""
        return type(self.form.__name__, (self.form, EditForm), {})

    def form_of(self, profile: Profile, *, is_answered: bool = True) -> SectionFields:
        """The form filled with *profile*, or with what was sent. Not yet answered (*is_answered*), no choice is made beforehand."""
        return self.form(data=self.data_of(profile, is_answered=is_answered))

    def edit_form_of(self, record: Any, profile: Profile, *, is_answered: bool = True) -> Any:
        """The same for *record*, which counts its versions: give `data_of(profile)` to `is_stale` and `conflict_page` too."""
        return self.edit_form.of(record, **self.data_of(profile, is_answered=is_answered))

    def data_of(self, profile: Profile, *, is_answered: bool = True) -> dict[str, Any]:
        return self.form.data_of(profile, is_answered=is_answered)

    def apply(self, form: SectionFields, profile: Profile) -> Profile:
        """*profile* with what a form that was right says."""
        return replace(profile, **{name: _settled(name, value) for name, value in form.told().items()})


SECTIONS = {
    section.key: section
    for section in (
        Section("organisation", _("Your organisation"), forms.OrganisationFields),
        Section("reach", _("How people can reach you"), forms.ReachFields),
        Section("numbers", _("Registration numbers"), forms.NumberFields),
        Section("areas", _("Where you work"), forms.AreaFields),
        Section("languages", _("The languages that you speak"), forms.LanguageFields),
        Section("communities", _("Whom you are there for"), forms.CommunityFields),
        Section("contact", _("Whom we can ask"), forms.ContactFields),
        Section("safeguarding", _("Safeguarding"), forms.SafeguardingFields),
        Section("insurance", _("Insurance"), forms.InsuranceFields),
        Section("advice", _("Immigration advice"), forms.AdviceFields),
        Section("ties", _("The police and the Home Office"), forms.TieFields),
    )
}
"""By their keys, in the order in which they are asked."""


def section_of(field: str) -> Section:
    """The section that says a field of the profile."""
    return next(section for section in SECTIONS.values() if field in section.fields)


def describe(name: str, value: Any) -> Sequence[str]:
    """The value of a field of the profile for people, line by line; none where nothing is said."""
    if isinstance(value, bool):
        return [gettext("Yes") if value else gettext("No")]
    if isinstance(value, date):
        return [day_text(value)]
    if value in ((), None, ""):
        return []
    many = value if isinstance(value, tuple) else (value,)
    word = _WORDS.get(name, str)
    return [word(one) for one in many]


def described(profile: Profile, names: Sequence[str]) -> list[tuple[str, LazyString, Sequence[str]]]:
    """Name, label and lines of each of *names*."""
    return [(name, FIELDS[name], describe(name, getattr(profile, name))) for name in names]


PUBLIC_FIELDS = tuple(field.name for field in fields(Profile) if field.name in PUBLIC)
PRIVATE_FIELDS = tuple(field.name for field in fields(Profile) if field.name not in PUBLIC)
"""What everybody, and what only those who look at a registration may see, in the order of the profile."""


def _settled(name: str, value: Any) -> Any:
    """*value* as the profile holds it: nothing is the field's own nothing, many are a tuple."""
    if value is None:
        return getattr(_DEFAULTS, name)
    return tuple(value) if isinstance(value, list) else value


def _number(org_id: str) -> str:
    register, number = split_org_id(org_id)
    return f"{REGISTERS[register]}: {number}"


def _spoken(spoken: Spoken) -> str:
    name = language_name(spoken.tag)
    return f"{name} ({spoken.dialect})" if spoken.dialect else name


_WORDS: dict[str, Callable[[Any], str]] = {
    "kind": lambda kind: str(KINDS[Kind(kind)]),
    "identifiers": _number,
    "areas": lambda slug: AREAS[slug].name,
    "languages": _spoken,
    "communities": lambda community: str(COMMUNITIES[Community(community)]),
    "regulator": lambda regulator: str(REGULATORS[Regulator(regulator)]),
    "advice_level": lambda level: str(ADVICE_LEVELS[level]),
    "ties": lambda tie: str(TIES[Tie(tie)]),
}
