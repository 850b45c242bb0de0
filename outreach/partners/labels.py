"""Words for organisations, what they are, what they agree to and how their word stands."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from outreach.partners.identifiers import Fault, Register
from outreach.partners.rules import Community, Consent, Kind, Regulator, Stage, Tie, Verification

KINDS = {
    Kind.CHARITY: _("Charity"),
    Kind.CIC: _("Community interest company"),
    Kind.COMMUNITY: _("Community group"),
    Kind.FAITH: _("Faith organisation"),
    Kind.LAW_CENTRE: _("Law centre or advice centre"),
    Kind.COUNCIL: _("Council"),
    Kind.OTHER: _("Another kind of organisation"),
}

STAGES = {
    Stage.APPLIED: _("Being looked at"),
    Stage.APPROVED: _("Approved partner"),
    Stage.REFUSED: _("Not approved"),
    Stage.WITHDRAWN: _("Application taken back"),
    Stage.LEFT: _("Has left"),
}

STAGE_COLOURS = {
    Stage.APPLIED: "yellow",
    Stage.APPROVED: "green",
    Stage.REFUSED: "red",
    Stage.WITHDRAWN: "grey",
    Stage.LEFT: "grey",
}

CONSENTS = {
    Consent.LISTED: _("Show us to readers"),
    Consent.OPEN_DATA: _("Include us in the open data feed"),
    Consent.LOGO: _("Show our logo"),
    Consent.REPORTS: _("Name us in reports on the programme"),
}

RIGHTS = {True: _("Owner"), False: _("Editor")}
"""By whether a member is an owner."""

COMMUNITIES = {
    Community.WOMEN: _("Women"),
    Community.MEN: _("Men"),
    Community.CHILDREN: _("Children and young people"),
    Community.OLDER: _("Older people"),
    Community.LGBT: _("LGBT+ people"),
    Community.DISABLED: _("Disabled people"),
    Community.DEAF: _("Deaf people"),
    Community.REFUGEES: _("Refugees and people seeking asylum"),
    Community.WORKERS: _("Migrant workers"),
    Community.STUDENTS: _("International students"),
    Community.ROMA: _("Roma, Gypsies and Travellers"),
    Community.FAITH: _("A faith community"),
}

REGULATORS = {
    Regulator.IAA: _("Immigration Advice Authority (IAA, before called OISC)"),
    Regulator.SRA: _("Solicitors Regulation Authority (SRA)"),
    Regulator.BSB: _("Bar Standards Board (BSB)"),
    Regulator.CILEX: _("CILEx Regulation"),
}

TIES = {
    Tie.HOME_OFFICE_CONTRACT: _("Works under a contract with the Home Office"),
    Tie.HOME_OFFICE_FUNDING: _("Gets money from the Home Office"),
    Tie.POLICE_CONTRACT: _("Works under a contract with the police or a police and crime commissioner"),
    Tie.POLICE_FUNDING: _("Gets money from the police or a police and crime commissioner"),
}

VERIFICATIONS = {
    Verification.CURRENT: _("Confirmed"),
    Verification.DUE: _("To be confirmed soon"),
    Verification.UNVERIFIED: _("Not confirmed for 90 days"),
    Verification.HIDDEN: _("Hidden: not confirmed for 120 days"),
}

REGISTERS = {
    Register.CHARITY_COMMISSION: _("Charity Commission for England and Wales"),
    Register.OSCR: _("Scottish Charity Regulator (OSCR)"),
    Register.NORTHERN_IRELAND: _("Charity Commission for Northern Ireland"),
    Register.COMPANIES_HOUSE: _("Companies House"),
}

WRONG_NUMBERS: dict[tuple[Register, Fault], LazyString] = {
    (Register.CHARITY_COMMISSION, Fault.LENGTH): _("A number of the Charity Commission for England and Wales has 6 or 7 digits"),
    (Register.CHARITY_COMMISSION, Fault.CHARACTERS): _("A number of the Charity Commission for England and Wales has digits only"),
    (Register.OSCR, Fault.LENGTH): _("A number of the Scottish Charity Regulator is SC and 6 digits, like SC051284"),
    (Register.OSCR, Fault.CHARACTERS): _("A number of the Scottish Charity Regulator is SC and 6 digits, like SC051284"),
    (Register.OSCR, Fault.PREFIX): _("A number of the Scottish Charity Regulator begins with SC. Is this one of another register?"),
    (Register.NORTHERN_IRELAND, Fault.LENGTH): _("A number of the Charity Commission for Northern Ireland has 6 digits"),
    (Register.NORTHERN_IRELAND, Fault.CHARACTERS): _(
        "A number of the Charity Commission for Northern Ireland has 6 digits, with or without NIC"
    ),
    (Register.COMPANIES_HOUSE, Fault.LENGTH): _("A company number has 8 characters, like 01234567 or SC123456"),
    (Register.COMPANIES_HOUSE, Fault.CHARACTERS): _("A company number is 8 digits, or two letters and 6 digits, like SC123456"),
}

FIELDS = {
    "name": _("Name"),
    "other_name": _("Another name that people know"),
    "kind": _("Kind of organisation"),
    "about": _("What you do"),
    "website": _("Website"),
    "email": _("Email address for everybody"),
    "telephone": _("Telephone number for everybody"),
    "identifiers": _("Registration numbers"),
    "is_national": _("Everywhere in England and Wales"),
    "areas": _("Police force areas"),
    "languages": _("Languages"),
    "other_languages": _("Other languages"),
    "communities": _("Communities"),
    "other_communities": _("Communities in your own words"),
    "contact_name": _("Name of the contact"),
    "contact_role": _("Role of the contact"),
    "contact_email": _("Email address of the contact"),
    "contact_telephone": _("Telephone number of the contact"),
    "safeguarding_lead": _("Who leads on safeguarding"),
    "safeguarding_reviewed_on": _("Safeguarding policy last reviewed on"),
    "insurer": _("Insurer"),
    "insured_until": _("Insured until"),
    "gives_advice": _("Gives immigration advice"),
    "regulator": _("Regulator"),
    "adviser_number": _("Number with the regulator"),
    "advice_level": _("Level of advice"),
    "ties": _("Contracts and money"),
    "ties_note": _("More about contracts and money"),
}
"""Short names of the fields of a profile, in the order of `Profile`."""

ADVICE_LEVELS = {
    1: _("Level 1, initial advice"),
    2: _("Level 2, casework"),
    3: _("Level 3, advocacy and representation"),
}

ACTS = {
    "organisation.admitted": _("Approved an organisation as a partner"),
    "organisation.applied": _("An organisation applied"),
    "organisation.changed": _("Changed what stands of an organisation"),
    "organisation.consent-given": _("Agreed to something for an organisation"),
    "organisation.consent-withdrawn": _("Withdrew what an organisation had agreed to"),
    "organisation.member-added": _("Added a member to an organisation"),
}
