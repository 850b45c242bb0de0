"""The index of every mail of the product: for previews, and for the test that none is missing."""

from __future__ import annotations

from outreach.accounts import mails as accounts
from outreach.alerts import mails as alerts
from outreach.briefings import mails as briefings
from outreach.directory import mails as directory
from outreach.notices import mails as notices
from outreach.partners import mails as partners
from outreach.vetting import mails as vetting

UNLISTED = frozenset({alerts.ANSWERED.key})
"""Mails that stand in no list of the outbox: whoever is told of an answer to a practice alert has raised it."""

MAILS = (*accounts.MAILS, *alerts.MAILS, *briefings.MAILS, *directory.MAILS, *notices.MAILS, *partners.MAILS, *vetting.MAILS)
