"""What an organisation says of itself, as one value: pure. It is what is registered, vetted, shown and changed, field by field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Spoken:
    """A language (tag) that is spoken there, and which variety of it in the organisation's own words."""

    tag: str
    dialect: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """The fields of the registration, in the order in which it asks. `identifiers` are org-ids; `communities` and `ties` hold values of the
    enums of `rules`; empty stands for "not said" except where an organisation has none.
    """

    name: str = ""
    other_name: str = ""
    kind: str = ""
    about: str = ""
    website: str = ""
    email: str = ""  # for everybody, unlike the contact's
    telephone: str = ""
    identifiers: tuple[str, ...] = ()
    is_national: bool = False
    areas: tuple[str, ...] = ()
    languages: tuple[Spoken, ...] = ()
    other_languages: str = ""
    communities: tuple[str, ...] = ()
    other_communities: str = ""
    contact_name: str = ""
    contact_role: str = ""
    contact_email: str = ""
    contact_telephone: str = ""
    safeguarding_lead: str = ""
    safeguarding_reviewed_on: date | None = None
    insurer: str = ""
    insured_until: date | None = None
    gives_advice: bool = False
    regulator: str = ""
    adviser_number: str = ""
    advice_level: int | None = None
    ties: tuple[str, ...] = ()
    ties_note: str = ""


PUBLIC = frozenset(
    [
        *("name", "other_name", "kind", "about", "website", "email", "telephone", "identifiers", "is_national", "areas", "languages"),
        *("other_languages", "communities", "other_communities", "gives_advice", "regulator", "adviser_number", "advice_level", "ties"),
    ]
)
"""The fields that everybody may see of an organisation that agreed to be listed. The others are for those who vet it, and for itself."""

AT_ONCE = frozenset(["contact_telephone", "contact_role"])
"""Fields that an organisation changes without anybody's approval: staff alone see them, and they open no way to anybody."""

TAKEN_AWAY_AT_ONCE = frozenset(["telephone", "email", "website"])
"""Ways on which readers follow. A new one waits for a second pair of eyes, since in the wrong hands it would lead a victim to somebody
else; taking one away does not: a line that nobody answers is to be gone at once.
"""


def is_at_once(name: str, value: Any) -> bool:
    """Whether a field takes the new *value* without approval."""
    return name in AT_ONCE or (name in TAKEN_AWAY_AT_ONCE and not value)


_SMALL_WORDS = frozenset(["the", "and", "y", "ltd", "limited", "cic", "cio", "plc"])
_DAYS = frozenset(["safeguarding_reviewed_on", "insured_until"])


def write_profile(profile: Profile) -> dict[str, Any]:
    """*profile* as JSON holds it: `read_profile` gives the same back."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(profile).items()}


def read_profile(stored: Mapping[str, Any]) -> Profile:
    """The profile that JSON holds. Fields that it does not have are not said; those that we do not know are left out."""
    return Profile(**{field.name: _read(field.name, stored[field.name]) for field in fields(Profile) if field.name in stored})


def differences(before: Profile, after: Profile) -> tuple[str, ...]:
    """The names of the fields that differ, in the order of the registration."""
    return tuple(field.name for field in fields(Profile) if getattr(before, field.name) != getattr(after, field.name))


def pick(profile: Profile, names: Iterable[str]) -> dict[str, Any]:
    """Only these fields, as JSON holds them: `overlay` puts them over another profile."""
    written = write_profile(profile)
    return {name: written[name] for name in names}


def overlay(profile: Profile, stored: Mapping[str, Any]) -> Profile:
    """*profile* with the fields that JSON holds in the place of its own."""
    return read_profile({**write_profile(profile), **stored})


def plain_name(name: str) -> str:
    """*name* without what is written in one way here and another there: case, accents, signs, 'the', 'and', the form of a company."""
    plain = name
    for form in ("NFD", "NFKD", "NFKD"):  # compatible caseless matching, as the Unicode Standard defines it (D146)
        plain = unicodedata.normalize(form, plain).casefold()
    letters = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    words = re.findall(r"\w+", letters.replace("'", "").replace("’", ""))
    return " ".join(word for word in words if word not in _SMALL_WORDS) or " ".join(words)


def _read(name: str, value: Any) -> Any:
    if name in _DAYS:
        return date.fromisoformat(value) if value else None
    if name == "languages":
        return tuple(Spoken(**spoken) for spoken in value)
    return tuple(value) if isinstance(value, list | tuple) else value
