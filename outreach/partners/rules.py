"""What an organisation is, where it stands, what it agrees to and how long what it said holds: pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from outreach.accounts import rules as accounts


class Kind(StrEnum):
    CHARITY = "charity"
    CIC = "cic"
    COMMUNITY = "community"
    FAITH = "faith"
    LAW_CENTRE = "law-centre"
    COUNCIL = "council"
    OTHER = "other"


ACCOUNT_KINDS = {Kind.CHARITY: accounts.Kind.CHARITY, Kind.LAW_CENTRE: accounts.Kind.CHARITY, Kind.COUNCIL: accounts.Kind.COUNCIL}
"""The kind of organisation that its members' accounts have; a community's where nothing is said."""


class Stage(StrEnum):
    """Where an organisation stands. Only an approved one is ever shown to readers; the others that were there leave their ids."""

    APPLIED = "applied"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # took its application back
    LEFT = "left"


LIVING = frozenset({Stage.APPLIED, Stage.APPROVED})


class Consent(StrEnum):
    """What an organisation agrees to, each by itself. The code of the open data feed asks for both of the first two."""

    LISTED = "listed"
    OPEN_DATA = "open-data"
    LOGO = "logo"
    REPORTS = "reports"


class Community(StrEnum):
    """Whom an organisation is there for, as far as that is more than everybody. Communities by origin are told in words."""

    WOMEN = "women"
    MEN = "men"
    CHILDREN = "children"
    OLDER = "older"
    LGBT = "lgbt"
    DISABLED = "disabled"
    DEAF = "deaf"
    REFUGEES = "refugees"
    WORKERS = "workers"
    STUDENTS = "students"
    ROMA = "roma"
    FAITH = "faith"


class Regulator(StrEnum):
    """By whom those who give immigration advice are regulated (Immigration and Asylum Act 1999): registered (section 84(2)(a)), authorised
    by a body of section 86A or 86, or in a category that an order of a minister exempts (section 84(4)).
    """

    IAA = "iaa"  # Immigration Advice Authority, called OISC until January 2025
    SRA = "sra"
    BSB = "bsb"
    CILEX = "cilex"
    LAW_SOCIETY_SCOTLAND = "law-society-scotland"
    ADVOCATES = "advocates"
    LAW_SOCIETY_NI = "law-society-ni"
    BAR_NI = "bar-ni"
    EXEMPT = "exempt"


class Tie(StrEnum):
    """What binds an organisation to the police or the Home Office. Readers are told."""

    HOME_OFFICE_CONTRACT = "home-office-contract"
    HOME_OFFICE_FUNDING = "home-office-funding"
    POLICE_CONTRACT = "police-contract"
    POLICE_FUNDING = "police-funding"


class Verification(StrEnum):
    """How old the word of an organisation is that what stands here is still true."""

    CURRENT = "current"
    DUE = "due"
    UNVERIFIED = "unverified"
    HIDDEN = "hidden"


DECIDED_WITHIN = timedelta(days=28)  # from its application on, as the organisation is told
DRAFTS_KEPT = timedelta(days=30)  # after the latest change; of those that were sent, that they were
LINK_LASTS = timedelta(days=7)

ASKED_AFTER = timedelta(days=60)
UNVERIFIED_AFTER = timedelta(days=90)
HIDDEN_AFTER = timedelta(days=120)


def verification_of(verified_at: datetime, now: datetime) -> Verification:
    """How *verified_at*, when it was last said that all is still true, stands *now*. A day that was missed is made up for: `>=`."""
    age = now - verified_at
    if age >= HIDDEN_AFTER:
        return Verification.HIDDEN
    if age >= UNVERIFIED_AFTER:
        return Verification.UNVERIFIED
    return Verification.DUE if age >= ASKED_AFTER else Verification.CURRENT


class Step(StrEnum):
    """What is told to an organisation while its word grows old: asked, reminded twice, told what has happened."""

    ASKED = "asked"
    REMINDED = "reminded"
    URGED = "urged"
    UNVERIFIED = "unverified"
    HIDDEN = "hidden"


STEPS = {
    Step.ASKED: ASKED_AFTER,
    Step.REMINDED: timedelta(days=75),
    Step.URGED: timedelta(days=85),
    Step.UNVERIFIED: UNVERIFIED_AFTER,
    Step.HIDDEN: HIDDEN_AFTER,
}


def find_step(verified_at: datetime, now: datetime) -> Step | None:
    """The latest step that is due, None while nothing is. Earlier ones that were missed are left out: one mail says where it stands."""
    age = now - verified_at
    return next((step for step in reversed(STEPS) if age >= STEPS[step]), None)


class RevisionState(StrEnum):
    """Where a change of a profile stands that somebody of the staff has to approve."""

    PENDING = "pending"
    APPROVED = "approved"
    GIVEN_BACK = "given-back"
    TAKEN_BACK = "taken-back"


class Purpose(StrEnum):
    """What hours were given for. A code, since a free text might tell of a case."""

    TRAINING = "training"
    EVENT = "event"
    ADVICE = "advice"
    TEXTS = "texts"
    MEETING = "meeting"
    OTHER = "other"


class Payment(StrEnum):
    """Where the payment of hours stands."""

    NONE = "none"  # not asked for
    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    PAID = "paid"


class Use(StrEnum):
    """What a file is for. A logo is shown where the organisation agrees to that; everything else is for those who vet it."""

    LOGO = "logo"
    INSURANCE = "insurance"
    SAFEGUARDING = "safeguarding"
    OTHER = "other"


class Refusal(StrEnum):
    """Why something about an organisation is not possible."""

    LAST_OWNER = "last-owner"
    NOT_PENDING = "not-pending"
    CHANGED = "changed"
    OWN = "own"
    STAGE = "stage"
    SETTLED = "settled"
    TOO_MANY = "too-many"


class PartnerRefused(Exception):
    """What was asked of an organisation is not possible, for this reason."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal)


KEPT_AFTER_LEAVING = timedelta(days=365)
"""So long what an organisation said is kept after it has left, was refused or took its application back: then it is erased."""
