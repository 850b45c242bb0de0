"""Words for states, kinds and moves of campaigns, and for what stands in their way."""

from __future__ import annotations

from flask_babel import LazyString, lazy_pgettext
from flask_babel import lazy_gettext as _

from outreach.accounts.labels import WHOLE_PROGRAMME
from outreach.accounts.rules import Scope
from outreach.campaigns.arithmetic import Gravity
from outreach.campaigns.rules import AssessmentKind, AssessmentState, Block, Doing, Level, LineKind, Move, Refusal, State
from outreach.core.areas import AREAS

STATES = {
    State.DRAFT: _("Draft"),
    State.APPROVED: _("Approved"),
    State.LIVE: _("Live"),
    State.PAUSED: _("Paused"),
    State.CLOSED: lazy_pgettext("state", "Closed"),
    State.EVALUATED: _("Evaluated"),
}
STATE_COLOURS = {
    State.DRAFT: "grey",
    State.APPROVED: "blue",
    State.LIVE: "green",
    State.PAUSED: "yellow",
    State.CLOSED: "purple",
    State.EVALUATED: "turquoise",
}

LEVELS = {
    Level.INPUT: _("Input"),
    Level.OUTPUT: _("Output"),
    Level.OUTTAKE: _("Outtake"),
    Level.OUTCOME: _("Outcome"),
    Level.IMPACT: _("Impact"),
}
LEVEL_HINTS = {
    Level.INPUT: _("What is put in: people trained, partners signed up."),
    Level.OUTPUT: _("What is made and delivered: events, leaflets, languages."),
    Level.OUTTAKE: _("What people take from it: what they know, think and feel."),
    Level.OUTCOME: _("What people then do."),
    Level.IMPACT: _("What has changed in the end."),
}

LINES = {
    LineKind.PARTNER_HOURS: _("Partner hours, and their payment"),
    LineKind.STAFF: _("Staff"),
    LineKind.TRANSLATION: _("Translation and interpreting"),
    LineKind.PRINT: _("Print"),
    LineKind.VENUE: _("Venue"),
    LineKind.MEDIA: _("Media"),
    LineKind.TRAVEL: _("Travel"),
    LineKind.EVALUATION: _("Evaluation"),
    LineKind.OTHER: _("Other"),
}

DOING = _("Where it stands")
DOINGS = {
    Doing.TODO: _("To do"),
    Doing.STARTED: _("Started"),
    Doing.WAITING: _("Waiting"),
    Doing.DONE: _("Done"),
}
DOING_COLOURS = {Doing.TODO: "grey", Doing.STARTED: "blue", Doing.WAITING: "yellow", Doing.DONE: "green"}

ASSESSMENTS = {
    AssessmentKind.EQUALITY: _("Equality impact"),
    AssessmentKind.PROTECTION: _("Data protection"),
}
ASSESSMENT_STATES = {AssessmentState.DRAFT: _("Draft"), AssessmentState.AGREED: _("Agreed")}

GRAVITIES = {Gravity.HIGH: _("High"), Gravity.MEDIUM: _("Medium"), Gravity.LOW: _("Low")}
GRAVITY_COLOURS = {Gravity.HIGH: "red", Gravity.MEDIUM: "yellow", Gravity.LOW: "grey"}

MOVES = {
    Move.ASK: _("Ask for approval"),
    Move.APPROVE: _("Approve"),
    Move.GIVE_BACK: _("Give back as a draft"),
    Move.START: _("Start"),
    Move.PAUSE: _("Pause"),
    Move.RESUME: _("Resume"),
    Move.CLOSE: _("Close"),
    Move.REOPEN: _("Open again"),
    Move.EVALUATE: _("Mark as evaluated"),
    Move.REVISE: _("Take the evaluation up again"),
}
MOVED = {
    Move.ASK: _("The leads of its areas find it among what waits for them."),
    Move.APPROVE: _("The campaign is approved. Its owner can start it on its first day."),
    Move.GIVE_BACK: _("The campaign is a draft again. Its owner sees the reason in the history."),
    Move.START: _("The campaign is live."),
    Move.PAUSE: _("The campaign is paused. Its actions stay where they are."),
    Move.RESUME: _("The campaign is live again."),
    Move.CLOSE: _("The campaign is closed. Measure each objective, write down what was learnt, then mark it as evaluated."),
    Move.REOPEN: _("The campaign is live again."),
    Move.EVALUATE: _("The campaign is evaluated. Nothing in it can be changed any more, unless a lead takes the evaluation up again."),
    Move.REVISE: _("The campaign is closed, and can be changed."),
}
"""What is said after a move, and what comes next."""

BLOCKS = {
    Block.DATES: _("It has no dates"),
    Block.AREAS: _("It has no force areas, and is not national"),
    Block.AUDIENCE: _("No audience is named"),
    Block.INSIGHT: _("What is known of the audiences is not written down"),
    Block.OBJECTIVE: _("It has no objective"),
    Block.STRATEGY: _("The strategy is not written down"),
    Block.PARTNER_HOURS: _("The budget has no line for partner hours and their payment. If none are needed, plan £0 and say why"),
    Block.RISK: _("No risk is named"),
    Block.EQUALITY: _("There is no note on equality impact"),
    Block.PROTECTION: _("There is no note on data protection"),
    Block.EQUALITY_AGREED: _("No note on equality impact is agreed"),
    Block.PROTECTION_AGREED: _("No note on data protection is agreed"),
    Block.ACTION: _("It has no action"),
    Block.ACTIONS_UNREADY: _("An action has no owner or no day when it is due"),
    Block.RISKS_UNREVIEWED: _("A risk has not been reviewed in the last 90 days"),
    Block.STARTS_LATER: _("Its first day has not come. Wait, or change its dates"),
    Block.ENDED: _("Its last day has passed. Change its dates, or close it"),
    Block.ACTIONS_OPEN: _("An action is not done. Finish it, or set it aside"),
    Block.UNMEASURED: _("An objective has not been measured"),
    Block.LEARNING: _("What was learnt is not written down"),
}

REFUSALS = {
    Refusal.STATE: _("The campaign has been moved since you opened the page. Look at it again"),
    Refusal.MOVER: _("This step is somebody else’s: a lead for all its areas, and never its owner alone where it needs approval"),
    Refusal.REASON: _("Enter the reason"),
    Refusal.FROZEN: _("Nothing can be changed in a campaign that is evaluated or archived"),
    Refusal.BLOCKED: _("Something still stands in the way. The list on this page says what"),
}

ACTS = {
    "campaign.made": _("Made a campaign"),
    "campaign.copied": _("Made a campaign from another"),
    "campaign.changed": _("Changed a campaign"),
    "campaign.archived": _("Archived a campaign"),
    "campaign.unarchived": _("Took a campaign out of the archive"),
    "campaign.part-added": _("Added to a campaign"),
    "campaign.part-changed": _("Changed a part of a campaign"),
    "campaign.part-set-aside": _("Set a part of a campaign aside"),
    "campaign.part-taken-back": _("Took a part of a campaign back"),
    "campaign.action-moved": _("Moved an action"),
    "campaign.ask": _("Asked for approval of a campaign"),
    "campaign.approve": _("Approved a campaign"),
    "campaign.give-back": _("Gave a campaign back"),
    "campaign.start": _("Started a campaign"),
    "campaign.pause": _("Paused a campaign"),
    "campaign.resume": _("Resumed a campaign"),
    "campaign.close": _("Closed a campaign"),
    "campaign.reopen": _("Opened a campaign again"),
    "campaign.evaluate": _("Marked a campaign as evaluated"),
    "campaign.revise": _("Took an evaluation up again"),
}
"""By the names in the audit trail. A move is recorded under its own name."""


def where_label(scope: Scope) -> LazyString | str:
    """Where a campaign is, for a person to read. Forces keep their own names."""
    if scope.is_national:
        return WHOLE_PROGRAMME
    return ", ".join(area.name for slug, area in AREAS.items() if slug in scope.areas)
