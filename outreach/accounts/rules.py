"""Roles, scopes and what they allow: pure."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from email_validator import EmailNotValidError, validate_email

INVITATION_LASTS = timedelta(days=7)
RECOVERY_LASTS = timedelta(hours=1)
FRESH = timedelta(minutes=30)  # so long after a proof of who one is, one may change how one signs in
SETUP_LASTS = timedelta(minutes=30)  # from showing the key of an authenticator app to its first code
IDLE = timedelta(hours=2)  # a session that is not used for so long has ended
LONGEST_SESSION = timedelta(hours=12)
SHORTEST_PASSWORD = 12  # characters; NCSC and NIST SP 800-63B-4 ask for length and against rules about which characters
LONGEST_PASSWORD = 128
HOME_OFFICE = ("homeoffice.gov.uk", "homeoffice.gsi.gov.uk", "homeoffice.x.gsi.gov.uk", "ukba.gsi.gov.uk", "immigrationenforcement.gov.uk")


class Role(StrEnum):
    """What somebody is here. One at a time: what a person may do is answered in one word."""

    LEAD = "lead"
    COORDINATOR = "coordinator"
    TRANSLATOR = "translator"
    REVIEWER = "reviewer"
    AUDITOR = "auditor"
    PARTNER = "partner"


class Kind(StrEnum):
    """The kinds of organisation whose people can sign in. The list is closed, and the page "About" tells it to everybody."""

    POLICE = "police"
    COMMISSIONER = "commissioner"
    CHARITY = "charity"
    COMMUNITY = "community"
    COUNCIL = "council"
    TRANSLATORS = "translators"
    INSPECTORATE = "inspectorate"


class Standing(StrEnum):
    INVITED = "invited"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    LEFT = "left"


class Refusal(StrEnum):
    """Why something about an account is not possible."""

    HOME_OFFICE = "home-office"
    ADDRESS_TAKEN = "address-taken"
    KIND = "kind"
    AREAS = "areas"
    LANGUAGES = "languages"
    OUT_OF_SCOPE = "out-of-scope"
    LAST_LEAD = "last-lead"
    ONESELF = "oneself"
    STANDING = "standing"
    SUCCESSOR = "successor"


STAFF = frozenset({Role.LEAD, Role.COORDINATOR, Role.AUDITOR})
EDITORS = frozenset({Role.LEAD, Role.COORDINATOR})  # of the staff, those who change records
LINGUISTS = frozenset({Role.TRANSLATOR, Role.REVIEWER})
KINDS: dict[Role, frozenset[Kind]] = {
    Role.LEAD: frozenset({Kind.POLICE, Kind.COMMISSIONER}),
    Role.COORDINATOR: frozenset({Kind.POLICE, Kind.COMMISSIONER}),
    Role.TRANSLATOR: frozenset({Kind.TRANSLATORS, Kind.CHARITY, Kind.COMMUNITY}),
    Role.REVIEWER: frozenset({Kind.TRANSLATORS, Kind.CHARITY, Kind.COMMUNITY}),
    Role.AUDITOR: frozenset({Kind.INSPECTORATE, Kind.COMMISSIONER, Kind.POLICE}),
    Role.PARTNER: frozenset({Kind.CHARITY, Kind.COMMUNITY, Kind.COUNCIL}),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Where somebody's part of the programme is: everywhere, or these force areas (slugs)."""

    is_national: bool
    areas: frozenset[str] = frozenset()

    def covers(self, other: Scope) -> bool:
        """Whether all of *other* lies within this scope. A scope without a place (a linguist's) lies within the national one only."""
        return self.is_national or (not other.is_national and bool(other.areas) and other.areas <= self.areas)

    def meets(self, other: Scope) -> bool:
        """Whether a record that belongs to *other* is in sight from here: one of an area of ours, or of the whole programme."""
        return self.is_national or other.is_national or bool(other.areas & self.areas)


@dataclass(frozen=True, slots=True)
class Part:
    """Role, kind of organisation and scope: what makes an account somebody's part of the programme. `languages` are tags."""

    role: Role
    kind: Kind
    scope: Scope
    languages: frozenset[str] = frozenset()


def find_refusals(part: Part) -> list[Refusal]:
    """What does not fit together in *part*; nothing when all does."""
    found = []
    if part.kind not in KINDS[part.role]:
        found.append(Refusal.KIND)
    if part.role in LINGUISTS:
        if not part.languages:
            found.append(Refusal.LANGUAGES)
    elif not (part.scope.is_national or part.scope.areas):
        found.append(Refusal.AREAS)
    return found


def settled(part: Part) -> Part:
    """*part* without what its role has no use for: areas of a linguist, languages of anybody else, areas beside a national scope."""
    if part.role in LINGUISTS:
        return Part(part.role, part.kind, Scope(is_national=False), part.languages)
    return Part(part.role, part.kind, Scope(True) if part.scope.is_national else part.scope)


def normal_address(typed: str) -> str:
    """The one spelling of a mail address: case, letters of full width, other full stops and the like do not count.

    Raises ValueError when it is none.
    """
    try:
        return validate_email(typed.strip(), check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError as error:
        raise ValueError(str(error)) from error


def is_home_office(address: str) -> bool:
    """Whether a mail address belongs to the Home Office or to a part of it: nobody there can have an account."""
    with suppress(ValueError):
        address = normal_address(address)
    domain = address.rpartition("@")[2].strip().lower().rstrip(".")
    return any(domain == theirs or domain.endswith(f".{theirs}") for theirs in HOME_OFFICE)


def standing_of(*, joined_at: datetime | None, suspended_at: datetime | None, left_at: datetime | None) -> Standing:
    if left_at:
        return Standing.LEFT
    if suspended_at:
        return Standing.SUSPENDED
    return Standing.ACTIVE if joined_at else Standing.INVITED


# What in a browser's own description of itself stands for which name; the first that is found counts, since many claim to be others.
_BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "CrOS": "ChromeOS",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


def name_browser(agent: str) -> str:
    """What a person calls the program that sent *agent* ('Firefox, Windows'), or '' when it is none that we know."""
    return ", ".join(_first(names, agent) for names in (_BROWSERS, _SYSTEMS) if _first(names, agent))


def _first(names: Mapping[str, str], agent: str) -> str:
    return next((name for sign, name in names.items() if sign in agent), "")
