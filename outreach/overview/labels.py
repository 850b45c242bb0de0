"""Words for acts on record, jobs and mails."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from outreach.alerts.labels import ACTS as ALERT_ACTS
from outreach.campaigns.labels import ACTS as CAMPAIGN_ACTS
from outreach.directory.labels import ACTS as DIRECTORY_ACTS
from outreach.events.labels import ACTS as EVENT_ACTS
from outreach.outbox.rules import Reason, State
from outreach.outcomes.labels import ACTS as OUTCOME_ACTS
from outreach.partners.labels import ACTS as PARTNER_ACTS
from outreach.pathways.labels import ACTS as PATHWAY_ACTS
from outreach.replies.labels import ACTS as REPLY_ACTS
from outreach.vetting.labels import ACTS as VETTING_ACTS

ACTIONS = {
    **ALERT_ACTS,
    **CAMPAIGN_ACTS,
    **DIRECTORY_ACTS,
    **EVENT_ACTS,
    **OUTCOME_ACTS,
    **PARTNER_ACTS,
    **PATHWAY_ACTS,
    **REPLY_ACTS,
    **VETTING_ACTS,
    "account.authenticator-removed": _("Switched off an authenticator app"),
    "account.authenticator-set": _("Set up an authenticator app"),
    "account.calendar-address-ended": _("Switched off the address of a calendar"),
    "account.calendar-address-made": _("Made an address for a calendar"),
    "account.changed": _("Changed an account"),
    "account.invited": _("Invited somebody"),
    "account.invited-again": _("Sent an invitation again"),
    "account.joined": _("Joined"),
    "account.left": _("Ended an account"),
    "account.made": _("Made an account"),
    "account.new-browser": _("Signed in with a new browser"),
    "account.passkey-added": _("Added a passkey"),
    "account.passkey-removed": _("Removed a passkey"),
    "account.password-changed": _("Changed a password"),
    "account.recovery-asked": _("Asked for a new password"),
    "account.reinstated": _("Opened a suspended account"),
    "account.sessions-ended": _("Ended sessions"),
    "account.signed-in": _("Signed in"),
    "account.signed-out": _("Signed out"),
    "account.suspended": _("Suspended an account"),
    "claim.dropped": _("Took what a force publishes off readers’ pages"),
    "briefing.approved": _("Approved a version of a briefing"),
    "briefing.archived": _("Archived a briefing"),
    "briefing.changed": _("Changed a briefing"),
    "briefing.draft-changed": _("Changed the draft of a briefing"),
    "briefing.drafted": _("Drafted a version of a briefing"),
    "briefing.looked": _("Looked for the protocol"),
    "briefing.made": _("Made a briefing"),
    "briefing.set-aside": _("Set a version of a briefing aside"),
    "briefing.target-set": _("Set the target of a briefing"),
    "briefing.unarchived": _("Took a briefing out of the archive"),
    "briefing-issue.acknowledged": _("Acknowledged a briefing"),
    "briefing-issue.changed": _("Changed the issue of a briefing"),
    "briefing-issue.corrected": _("Corrected the acknowledgement of a briefing"),
    "briefing-issue.made": _("Issued a briefing to a team"),
    "briefing-issue.reissued": _("Re-issued a briefing to a team"),
    "briefing-issue.taken-back": _("Took the issue of a briefing back"),
    "claim.lapsed": _("A claim's review date has passed"),
    "claim.put": _("Put what a force publishes on readers’ pages"),
    "claim.restored": _("Put a claim back in force"),
    "claim.withdrawn": _("Withdrew a claim"),
    "commitment.changed": _("Changed a commitment"),
    "commitment.made": _("Entered a commitment"),
    "commitment.state-changed": _("Changed the state of a commitment"),
    "commitment.text-confirmed": _("Confirmed the text of a commitment"),
    "content.imported": _("Imported content"),
    "mail.resent": _("Sent a mail again"),
    "mail.unsuppressed": _("Let mail go to an address again"),
    "evidence.added": _("Added evidence"),
    "evidence.withdrawn": _("Withdrew evidence"),
    "lifeline.overdue": _("A number to call is past its review date"),
    "policy.approved": _("Approved an entry about a policy"),
    "policy.changed": _("Changed an entry about a policy"),
    "policy.drafted": _("Entered a policy"),
    "policy.set-aside": _("Set an entry about a policy aside"),
    "update.approved": _("Approved a progress update"),
    "update.begun": _("Began a progress update"),
    "update.changed": _("Changed a progress update"),
    "update.commented": _("Commented on a progress update"),
    "update.frozen": _("Froze a progress update"),
    "update.party-changed": _("Changed an organisation in a progress update"),
    "update.party-recorded": _("Added an organisation to a progress update"),
    "update.section-changed": _("Changed a section of a progress update"),
    "update.sent-back": _("Sent a progress update back"),
    "update.sent-to-review": _("Sent a progress update to review"),
    "update.set-aside": _("Set a progress update aside"),
}
"""By the names that features record; a test compares them with the code."""

JOBS = {
    "take_past_away": _("Take events away whose day has passed"),
    "ask_agreements": _("Ask partners for a new version of the agreements"),
    "ask_each_day": _("Look for what changes with the date"),
    "clear_away": _("Forget old sessions and tries"),
    "deliver_mail": _("Send what is in the outbox"),
    "erase_drafts": _("Erase registrations that were not sent"),
    "follow_alerts": _("Remind of practice alerts"),
    "forget_old_runs": _("Forget old runs of jobs"),
    "note_silence": _("Remind applicants, and end applications without an answer"),
    "note_lapsed_claims": _("Look for claims past their review date"),
    "receive_applications": _("Tell applicants that their application is here"),
    "publish": _("Publish the public pages"),
    "ask_partners": _("Ask partners whether all is still true"),
    "erase_departed": _("Erase what partners said that have left"),
    "tell_people": _("Tell people of changes to events"),
    "tell_today": _("Tell readers the hours of a new day"),
    "follow_organisations": _("Let services have the present names of organisations"),
}
"""By the names of jobs; a test compares them with the worker's."""

MAIL_STATES = {
    State.WAITING: _("Waiting"),
    State.SENDING: _("Being sent"),
    State.SENT: _("Sent"),
    State.HELD: _("Held"),
    State.DEAD: _("Given up"),
    State.SUPPRESSED: _("Stopped"),
    State.KEPT: _("Kept"),
}

MAIL_KINDS = {
    "accounts/invitation": _("Invitation"),
    "accounts/recovery": _("Way to a new password"),
    "accounts/password_changed": _("Password changed"),
    "accounts/unusual_sign_in": _("Signed in with a new browser"),
    "accounts/role_changed": _("Role or scope changed"),
    "accounts/suspended": _("Account suspended"),
    "alerts/answered": _("Practice alert answered"),
    "alerts/to_answer": _("Practice alert to be answered"),
    "briefings/issued": _("Briefing issued to a force"),
    "directory/decided": _("What a partner asked for of a service was decided"),
    "partners/change_decided": _("A change of a profile was decided"),
    "partners/lapsed": _("Nobody confirmed what stands about a partner"),
    "partners/left": _("A partner has left"),
    "partners/still_true": _("Is all still true?"),
    "notices/news": _("News of events"),
    "notices/reminder": _("Reminder of an event"),
    "vetting/agreement": _("New version of the agreements"),
    "vetting/appeal": _("Answer to an appeal"),
    "vetting/approved": _("Organisation approved"),
    "vetting/lapsed": _("Application without an answer"),
    "vetting/paused": _("Partner hidden until decided"),
    "vetting/question": _("Question about an application"),
    "vetting/received": _("Application received"),
    "vetting/refused": _("Organisation not approved"),
    "partners/again": _("An organisation was registered once more"),
    "partners/applied": _("An organisation applies"),
    "partners/come_back": _("Link back to a registration"),
    "partners/confirm": _("Link by which a registration is sent"),
}
"""By the keys of mails; a test compares them with the index."""

SUPPRESSIONS = {
    Reason.BOUNCE: _("Mail to it came back"),
    Reason.COMPLAINT: _("Its owner called our mail unwanted"),
    Reason.UNSUBSCRIBE: _("Its owner asked for no more"),
}
