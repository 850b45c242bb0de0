"""Words for organisations, what they are, what they agree to and how their word stands."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from outreach.partners.identifiers import Fault, Register
from outreach.partners.rules import (
    Community,
    Consent,
    Kind,
    Payment,
    Purpose,
    Refusal,
    Regulator,
    RevisionState,
    Stage,
    Tie,
    Use,
    Verification,
)
from outreach.partners.uploads import Fault as FileFault

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

CONSENT_MEANINGS = {
    Consent.LISTED: _(
        "Your name and the public part of your profile stand on readers’ pages. "
        "Listing is no sign that you endorse the police or the Home Office; the page says so."
    ),
    Consent.OPEN_DATA: _(
        "The same public part is in a file that anybody may copy and use. "
        "What others have copied cannot be fetched back; the file tells them when you have left."
    ),
    Consent.LOGO: _(
        "Your logo stands beside your name on readers’ pages. Without this it is shown to nobody but yourselves and those who vet you."
    ),
    Consent.REPORTS: _(
        "Progress updates, which the police and the Home Office read, name you among those who took part. "
        "Without this you are counted and not named."
    ),
}
"""What each consent means, for whoever gives it."""

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
    Regulator.LAW_SOCIETY_SCOTLAND: _("Law Society of Scotland"),
    Regulator.ADVOCATES: _("Faculty of Advocates (Scotland)"),
    Regulator.LAW_SOCIETY_NI: _("Law Society of Northern Ireland"),
    Regulator.BAR_NI: _("General Council of the Bar of Northern Ireland"),
    Regulator.EXEMPT: _("Nobody: exempt by an order of a minister"),
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

VERIFICATION_COLOURS = {
    Verification.CURRENT: "green",
    Verification.DUE: "yellow",
    Verification.UNVERIFIED: "orange",
    Verification.HIDDEN: "red",
}

REVISION_STATES = {
    RevisionState.PENDING: _("Waiting"),
    RevisionState.APPROVED: _("Approved"),
    RevisionState.GIVEN_BACK: _("Given back"),
    RevisionState.TAKEN_BACK: _("Taken back"),
}
REVISION_COLOURS = {RevisionState.PENDING: "yellow", RevisionState.APPROVED: "green", RevisionState.GIVEN_BACK: "orange"}

PURPOSES = {
    Purpose.TRAINING: _("Training for officers and staff"),
    Purpose.EVENT: _("An event"),
    Purpose.ADVICE: _("Advice on policy or practice"),
    Purpose.TEXTS: _("Reading or translating texts"),
    Purpose.MEETING: _("A meeting"),
    Purpose.OTHER: _("Something else"),
}

PAYMENTS = {
    Payment.NONE: _("Not asked for"),
    Payment.ASKED: _("Asked for"),
    Payment.AGREED: _("Agreed"),
    Payment.REFUSED: _("Cannot be paid"),
    Payment.PAID: _("Paid"),
}
PAYMENT_COLOURS = {Payment.ASKED: "yellow", Payment.AGREED: "blue", Payment.REFUSED: "grey", Payment.PAID: "green"}

USES = {
    Use.LOGO: _("Our logo (PNG or JPEG, up to 1 MB)"),
    Use.INSURANCE: _("Insurance certificate (PDF, PNG or JPEG, up to 5 MB)"),
    Use.SAFEGUARDING: _("Safeguarding policy (PDF)"),
    Use.OTHER: _("Something else that those who vet us asked for"),
}
USE_NAMES = {
    Use.LOGO: _("Logo"),
    Use.INSURANCE: _("Insurance certificate"),
    Use.SAFEGUARDING: _("Safeguarding policy"),
    Use.OTHER: _("Another document"),
}

WRONG_FILES = {
    FileFault.TOO_LARGE: _("This file is too large. A logo may have 1 MB, a document 5 MB"),
    FileFault.NO_PICTURE: _("This is neither a PNG nor a JPEG, whatever its name says. Save the logo as one of them"),
    FileFault.NO_DOCUMENT: _("This is neither a PDF nor a PNG or JPEG, whatever its name says. Save it as one of them"),
    FileFault.TOO_MANY_PIXELS: _("This picture is too large. Make it at most 4,000 pixels wide and high"),
    FileFault.BROKEN: _("This file cannot be read: it may be cut off. Save it again and send it once more"),
    FileFault.UNSAFE: _("This PDF is locked, holds other files or runs something. Print it to a new PDF and send that"),
}

REFUSALS = {
    Refusal.LAST_OWNER: _("This is the last owner who can sign in. Make somebody else an owner first, or leave as an organisation"),
    Refusal.NOT_PENDING: _("Nothing waits any more: somebody has decided, or it was taken back"),
    Refusal.CHANGED: _("The organisation has changed this since you opened the page. Read it again"),
    Refusal.OWN: _("You asked for this change or speak for the organisation. Somebody else has to approve it"),
    Refusal.STAGE: _("This organisation is no partner now"),
    Refusal.SETTLED: _("These hours are confirmed. Ask the programme if they have to change"),
    Refusal.TOO_MANY: _("There are eight documents already. Throw one away first"),
}

BY_ITSELF = _("By itself")
ACTORS = {
    "its contact": _("Its contact"),
    "command line": _("The command line"),
    "the worker": BY_ITSELF,
    "note_silence": BY_ITSELF,
    "ask_agreements": BY_ITSELF,
}
"""Who acts in the trail of an organisation without an account."""

ACTS = {
    "organisation.admitted": _("Approved an organisation as a partner"),
    "organisation.agreement-accepted": _("Accepted the agreements for an organisation"),
    "organisation.applied": _("An organisation applied"),
    "organisation.changed": _("Changed what stands of an organisation"),
    "organisation.confirmed": _("Said that all about an organisation is still true"),
    "organisation.consent-given": _("Agreed to something for an organisation"),
    "organisation.consent-withdrawn": _("Withdrew what an organisation had agreed to"),
    "organisation.erased": _("Erased what an organisation had said"),
    "organisation.exported": _("Took a copy of all that stands about an organisation"),
    "organisation.file-added": _("Added a file of an organisation"),
    "organisation.file-removed": _("Threw a file of an organisation away"),
    "organisation.hours-changed": _("Changed hours of an organisation"),
    "organisation.hours-confirmed": _("Confirmed hours of an organisation"),
    "organisation.hours-entered": _("Entered hours of an organisation"),
    "organisation.hours-paid": _("Noted that hours of an organisation were paid"),
    "organisation.hours-removed": _("Took hours of an organisation out"),
    "organisation.left": _("An organisation left"),
    "organisation.member-added": _("Added a member to an organisation"),
    "organisation.member-changed": _("Changed what a member of an organisation may do"),
    "organisation.member-removed": _("Removed a member of an organisation"),
    "organisation.revision-approved": _("Approved a change of an organisation’s profile"),
    "organisation.revision-asked": _("Asked for a change of an organisation’s profile"),
    "organisation.revision-changed": _("Changed what an organisation asks for"),
    "organisation.revision-given-back": _("Gave a change of an organisation’s profile back"),
    "organisation.revision-taken-back": _("Took a change of an organisation’s profile back"),
}
