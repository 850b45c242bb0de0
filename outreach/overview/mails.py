"""The index of every mail of the product: for previews, and for the test that none is missing."""

from __future__ import annotations

from outreach.accounts import mails as accounts
from outreach.briefings import mails as briefings
from outreach.notices import mails as notices
from outreach.partners import mails as partners

MAILS = (*accounts.MAILS, *briefings.MAILS, *notices.MAILS, *partners.MAILS)
