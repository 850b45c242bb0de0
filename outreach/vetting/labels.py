"""Words for what is checked, found, proposed and decided about organisations."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext

from outreach.partners.rules import Regulator
from outreach.vetting.rules import Finding, Ground, Item, Kind, Owner, Refusal

ITEMS = {
    Item.REGISTER: _("Entry in a register"),
    Item.SAFEGUARDING: _("Safeguarding"),
    Item.REFERENCE: lazy_pgettext("what others say of an organisation", "Reference"),
    Item.ADVICE: _("Regulation of immigration advice"),
    Item.TIES: _("Ties to the police and the Home Office"),
}

WHAT_TO_DO = {
    Item.REGISTER: _("Look the number up in the register. Is it in force, and is it this organisation?"),
    Item.SAFEGUARDING: _("There is a named lead, and a policy with a date. Ask for it, look at it, and keep no copy here."),
    Item.REFERENCE: _(
        "Ask somebody outside the organisation who has worked with it. Write down which organisation was asked, and no name."
    ),
    Item.ADVICE: _("Who regulates those who give immigration advice, and are they authorised now?"),
    Item.TIES: _("What binds it to the police or the Home Office is told as it is. A tie is no ground for refusing; hiding one is."),
}

REGISTERS_TO_LOOK_IN = {
    Regulator.IAA: _(
        "Look in the register of advisers that the Immigration Advice Authority publishes. Is the level right for what they do?"
    ),
    Regulator.SRA: _("Look in the Solicitors Register of the Solicitors Regulation Authority."),
    Regulator.BSB: _("Look in the Barristers’ Register of the Bar Standards Board."),
    Regulator.CILEX: _(
        "Look in the register of those whom it authorises that CILEx Regulation publishes. Is immigration among their work?"
    ),
    Regulator.LAW_SOCIETY_SCOTLAND: _("Look in the list of solicitors that the Law Society of Scotland publishes."),
    Regulator.ADVOCATES: _("Look in the list of its members that the Faculty of Advocates publishes."),
    Regulator.LAW_SOCIETY_NI: _("Look in the list of solicitors that the Law Society of Northern Ireland publishes."),
    Regulator.BAR_NI: _("Look in the list of barristers that the Bar of Northern Ireland publishes."),
    Regulator.EXEMPT: _(
        "There is no register of those who are exempt. Read the order that they name (made under section 84(4) of the Immigration and "
        "Asylum Act 1999): does it cover this organisation, and the people whom it advises?"
    ),
}
"""In which register those who give immigration advice are looked up."""

FINDINGS = {
    Finding.DONE: _("Done: as it should be"),
    Finding.NOT_NEEDED: _("Not needed here"),
    Finding.PROBLEM: _("There is a problem"),
}
FINDING_WORDS = {Finding.DONE: _("Done"), Finding.NOT_NEEDED: _("Not needed"), Finding.PROBLEM: _("Problem")}
FINDING_COLOURS = {Finding.DONE: "green", Finding.NOT_NEEDED: "grey", Finding.PROBLEM: "red"}

KINDS = {
    Kind.APPROVE: _("Approve"),
    Kind.REFUSE: _("Do not approve"),
    Kind.TAKE_BACK: _("Take the approval back"),
    Kind.NEW_OWNER: _("Invite a new owner"),
}

GROUNDS = {
    Ground.NOT_FOUND: _("A number that was given is not in its register"),
    Ground.DIFFERS: _("The entry in the register belongs to another organisation, or is no longer in force"),
    Ground.NOT_IN_UK: _("It is not an organisation of the United Kingdom"),
    Ground.NO_SAFEGUARDING: _("There is no safeguarding lead or no safeguarding policy"),
    Ground.NO_REFERENCE: _("No reference could be got from outside the organisation"),
    Ground.UNREGULATED_ADVICE: _("It gives immigration advice without the registration that the law asks for"),
    Ground.FALSE_STATEMENT: _("Something that was stated as a fact is not true"),
    Ground.NOT_THEIRS_TO_SAY: _("Whoever applied may not speak for the organisation"),
    Ground.HOME_OFFICE: _("It is a part of the Home Office or of Immigration Enforcement"),
    Ground.TWICE: _("The same organisation is a partner already, or has another application"),
    Ground.CLIENT_DATA: _("The agreement about data of the people it helps was broken"),
}

REFUSALS = {
    Refusal.STAGE: _("This is not possible any more: the organisation stands differently now"),
    Refusal.OPEN_CHECKS: _("Finish the checklist first: something is open, or has a problem"),
    Refusal.OPEN_QUESTION: _("The organisation has not answered a question yet. Wait for the answer, or take the question back"),
    Refusal.PROPOSED_ALREADY: _("Somebody has proposed a decision already"),
    Refusal.SAME_PERSON: _("Somebody else has to decide this: you took part in it before"),
    Refusal.STEPPED_BACK: _("You have stepped back from this organisation"),
    Refusal.MEMBER: _("You speak for an organisation yourself"),
    Refusal.NOTHING_PROPOSED: _("Nothing is proposed any more"),
    Refusal.TOO_LATE: _("The 30 days for an appeal are over"),
    Refusal.APPEALED_ALREADY: _("There was an appeal already"),
    Refusal.NO_APPEAL: _("There is no appeal to decide any more"),
    Refusal.ANSWERED: _("This question was answered already, or was taken back"),
    Refusal.NO_GROUND: _("Choose at least one ground of fact"),
    Refusal.HAS_OWNER: _("It has an owner who can sign in. Owners invite others themselves"),
    Refusal.ADDRESS: _(
        "This address belongs to somebody with another task here, or cannot have an account. Another one has to be proposed"
    ),
}

OWNERS = {
    Owner.INVITED: _("Its contact was invited by mail to become its owner here."),
    Owner.ADDED: _("Its contact has an account already, and is its owner now."),
    Owner.TAKEN: _(
        "Nobody could be invited: the contact’s address belongs to somebody with another task here. Propose an owner with another one."
    ),
}

ACTS = {
    "organisation.agreement-asked": _("Asked for a new version of the agreements"),
    "organisation.answered": _("Answered what was asked of an application"),
    "organisation.appealed": _("Appealed against a decision"),
    "organisation.appeal-rejected": _("Rejected an appeal"),
    "organisation.appeal-upheld": _("Upheld an appeal"),
    "organisation.approval-taken-back": _("Took the approval of an organisation back"),
    "organisation.asked": _("Asked an organisation for more"),
    "organisation.checked": _("Recorded what was found at a check"),
    "organisation.lapsed": _("An application lapsed without an answer"),
    "organisation.looked-up": _("Asked a register about a number"),
    "organisation.owner-invited": _("Invited the owner of an organisation"),
    "organisation.paused": _("Hid an organisation from readers until two people have decided"),
    "organisation.proposed": _("Proposed a decision about an organisation"),
    "organisation.question-taken-back": _("Took a question to an organisation back"),
    "organisation.refused": _("Did not approve an organisation"),
    "organisation.reminded": _("Reminded an organisation of a question"),
    "organisation.sent-back": _("Did not follow a proposal about an organisation"),
    "organisation.stepped-back": _("Stepped back from an organisation"),
    "organisation.withdrawn": _("An organisation took its application back"),
}
