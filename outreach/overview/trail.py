"""The audit trail for a person to read: who did what to what, and when, with names in the place of ids."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import g, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, or_, select, union_all

from outreach.accounts.access import current_account
from outreach.accounts.models import Account
from outreach.accounts.queries import find_names, match_people, within
from outreach.alerts.models import Alert
from outreach.alerts.queries import in_sight as sees_alert
from outreach.alerts.rules import NOBODY_NAMED
from outreach.audit.models import AuditEntry
from outreach.briefings.models import Issue
from outreach.briefings.queries import in_sight
from outreach.campaigns.models import Campaign
from outreach.campaigns.queries import find_campaign_names, visible
from outreach.campaigns.rules import Asker
from outreach.core.db import uuid_text
from outreach.events.models import Event
from outreach.events.queries import find_titles
from outreach.events.queries import visible as visible_event
from outreach.overview.labels import ACTIONS
from outreach.partners.models import Organisation
from outreach.partners.queries import find_organisation_names
from outreach.partners.queries import in_sight as organisation_in_sight
from outreach.web.fields import Text
from outreach.web.filters import Between, Chip, OneOf, Search
from outreach.web.listing import Column, Empty, Listing

ACCOUNT, ALERT, CAMPAIGN, EVENT, ISSUE, OUTCOME = "account/", "alert/", "campaign/", "event/", "briefing-issue/", "outcome/"
ORGANISATION = "organisation/"


@dataclass(frozen=True)
class ByPerson:
    """Acts of everybody whose name, address or organisation has these words; among those whom the reader may see."""

    key: str = "person"

    def fields(self) -> dict[str, Any]:
        return {self.key: Text(_("Done by"), longest=100, hint=_("A name, an address or an organisation."))}

    def condition(self, form: Any) -> ColumnElement[bool] | None:
        typed = form[self.key].data
        if not typed:
            return None
        people = [str(person_id) for person_id in match_people(typed, scope=current_account().scope)]
        return or_(AuditEntry.actor.in_(people), AuditEntry.actor == typed)

    def chips(self, form: Any) -> Iterator[Chip]:
        if typed := form[self.key].data:
            yield Chip(gettext("Done by “%(text)s”", text=typed), self.key, typed)


def name_of(who: str) -> str:
    """The name of an account's id, or the words themselves where somebody else acted (a command, nobody signed in)."""
    if "names" not in g:
        g.names = find_names()
    names: dict[str, str] = g.names
    return names.get(who, who)


def subject_name(subject: str) -> str:
    """What an act was done to, in words: a person, a campaign, an event or an organisation by name, anything else by its key."""
    if subject.startswith(CAMPAIGN):
        return campaign_names().get(subject.removeprefix(CAMPAIGN), subject)
    if subject.startswith((EVENT, OUTCOME)):
        return event_titles().get(subject.partition("/")[2], subject)
    if subject.startswith(ORGANISATION):
        return organisation_names().get(subject.removeprefix(ORGANISATION), subject)
    return name_of(subject.removeprefix(ACCOUNT)) if subject.startswith(ACCOUNT) else subject


def campaign_names() -> dict[str, str]:
    if "campaign_names" not in g:
        g.campaign_names = find_campaign_names()
    names: dict[str, str] = g.campaign_names
    return names


def event_titles() -> dict[str, str]:
    if "event_titles" not in g:
        g.event_titles = find_titles()
    titles: dict[str, str] = g.event_titles
    return titles


def organisation_names() -> dict[str, str]:
    if "organisation_names" not in g:
        g.organisation_names = find_organisation_names()
    names: dict[str, str] = g.organisation_names
    return names


def subject_url(subject: str) -> str:
    """The page of what an act was done to, or '' where it has none."""
    kind, _slash, rest = subject.partition("/")
    return _PAGES[kind](rest) if kind in _PAGES else ""


_PAGES: dict[str, Callable[[str], str]] = {
    "account": lambda rest: url_for("people.person", account_id=UUID(rest)),
    "alert": lambda rest: url_for("alerts.alert", alert_id=UUID(rest)),
    "briefing": lambda rest: url_for("briefings.material", briefing_id=UUID(rest)),
    "briefing-issue": lambda rest: url_for("briefings.issue", issue_id=UUID(rest)),
    "campaign": lambda rest: url_for("campaigns.campaign", campaign_id=UUID(rest.partition("/")[0])),
    "commitment": lambda rest: url_for("commitments.commitment", key=rest),
    "event": lambda rest: url_for("events.event", event_id=UUID(rest)),
    "interpreter": lambda rest: url_for("events.record", kind="interpreters", record_id=UUID(rest)),
    "organisation": lambda rest: url_for("vetting.organisation", organisation_id=UUID(rest)),
    "outcome": lambda rest: url_for("outcomes.outcome", event_id=UUID(rest)),
    "pathway": lambda rest: url_for("pathways.route", pathway_id=UUID(rest)),
    "policy": lambda rest: url_for("policies.place", place=rest.partition("/")[0]),
    "protocol": lambda _rest: url_for("briefings.protocol"),
    "reply": lambda _rest: url_for("replies.index"),
    "service": lambda rest: url_for("directory.service", service_id=UUID(rest)),
    "update": lambda rest: url_for("updates.update", update_id=UUID(rest)),
    "venue": lambda rest: url_for("events.record", kind="venues", record_id=UUID(rest)),
}


TRAIL = Listing(
    columns=(
        Column("place", _("Row"), lambda entry: entry.place, sort=AuditEntry.place),
        Column("at", _("When"), lambda entry: entry.at, sort=AuditEntry.at),
        Column("who", _("Who"), lambda entry: name_of(entry.actor)),
        Column("what", _("What"), lambda entry: ACTIONS.get(entry.action, entry.action), sort=AuditEntry.action),
        Column("on", _("On what"), lambda entry: subject_name(entry.subject), sort=AuditEntry.subject),
        Column("changed", _("Fields changed"), lambda entry: ", ".join(entry.changed)),
        Column("detail", _("Detail"), lambda entry: entry.detail),
    ),
    filters=(
        Search((AuditEntry.subject, AuditEntry.detail), label=_("Search the record and the detail")),
        ByPerson(),
        OneOf("what", _("What was done"), sorted(ACTIONS.items()), AuditEntry.action),
        Between("at", _("When"), AuditEntry.at),
    ),
    key=AuditEntry.place,
    link=lambda entry: url_for("trail.entry", place=entry.place),
    default_sort="-place",
    count=lambda number: ngettext("%(num)s row", "%(num)s rows", number),
    empty=Empty(_("Nothing is on record yet"), _("Whatever anybody does here is written down, in order, and can be changed by nobody.")),
    file_name="audit-trail",
)


def trail_of(asker: Asker) -> Select[AuditEntry]:
    """The rows that *asker* may read: all, or those by and about people within their scope, and about what else is in their sight.

    What partners do with practice alerts is in none: its hour, beside that of signing in, would say who they are.
    """
    scope = asker.scope
    rows = select(AuditEntry).where(AuditEntry.actor != NOBODY_NAMED)
    if scope.is_national:
        return rows
    people = select(uuid_text(Account.id)).where(within(scope))
    subjects = union_all(
        select(ACCOUNT + uuid_text(Account.id)).where(within(scope)),
        select(CAMPAIGN + uuid_text(Campaign.id)).where(visible(asker)),
        select(ALERT + uuid_text(Alert.id)).where(sees_alert(scope)),
        select(ISSUE + uuid_text(Issue.id)).where(in_sight(scope)),
        select(ORGANISATION + uuid_text(Organisation.id)).where(organisation_in_sight(scope)),
        *(select(kind + uuid_text(Event.id)).where(visible_event(asker)) for kind in (EVENT, OUTCOME)),
    )
    return rows.where(or_(AuditEntry.actor.in_(people), AuditEntry.subject.in_(subjects)))
