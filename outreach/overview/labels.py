"""Words for what the audit trail records."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from outreach.campaigns.labels import ACTS as CAMPAIGN_ACTS

ACTIONS = {
    **CAMPAIGN_ACTS,
    "account.authenticator-removed": _("Switched off an authenticator app"),
    "account.authenticator-set": _("Set up an authenticator app"),
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
    "claim.lapsed": _("A claim's review date has passed"),
    "claim.restored": _("Put a claim back in force"),
    "claim.withdrawn": _("Withdrew a claim"),
    "content.imported": _("Imported content"),
    "lifeline.overdue": _("A number to call is past its review date"),
}
"""By the names that features record; a test compares them with the code."""
