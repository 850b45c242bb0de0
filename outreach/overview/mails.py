"""The index of every mail of the product: for previews, and for the test that none is missing."""

from __future__ import annotations

from outreach.accounts import mails as accounts
from outreach.alerts import mails as alerts
from outreach.briefings import mails as briefings
from outreach.notices import mails as notices

MAILS = (*accounts.MAILS, *alerts.MAILS, *briefings.MAILS, *notices.MAILS)
