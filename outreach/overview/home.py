"""What waits for whoever signs in: read from the features, one line each."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import LazyString, ngettext
from flask_babel import gettext as _

from outreach.accounts.models import Account
from outreach.accounts.queries import count_unanswered_invitations
from outreach.accounts.rules import Role


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do: what, why, and where."""

    what: str | LazyString
    why: str | LazyString
    url: str


def find_tasks(account: Account) -> list[Task]:
    """What this account has to do, the most pressing first."""
    tasks = []
    if not account.has_second_factor:
        what, why = _("Set up a second step"), _("A password alone can be guessed or given away.")
        tasks.append(Task(what, why, url_for("security.two_factor_setup")))
    elif not account.mf_recovery_codes:
        what, why = _("Make recovery codes"), _("Without them a lost phone locks you out.")
        tasks.append(Task(what, why, url_for("security.mf_recovery_codes")))
    if account.role == Role.LEAD and (count := count_unanswered_invitations(account.scope)):
        what = ngettext("%(num)d invitation has not been taken up", "%(num)d invitations have not been taken up", count)
        tasks.append(
            Task(what, _("Its link works for seven days. Send it again, or withdraw it."), url_for("people.index", standing="invited"))
        )
    return tasks
