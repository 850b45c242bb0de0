"""The list of people."""

from __future__ import annotations

from flask import url_for
from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import selectinload

from outreach.accounts.access import current_account
from outreach.accounts.labels import KINDS, ROLES, STANDINGS, scope_label
from outreach.accounts.models import Account
from outreach.accounts.queries import within
from outreach.accounts.rules import Role, Scope, Standing
from outreach.core.dates import LONDON
from outreach.web.cells import Tag
from outreach.web.filters import OneOf, Search
from outreach.web.listing import Column, Empty, Listing

COLOURS = {Standing.INVITED: "yellow", Standing.ACTIVE: "green", Standing.SUSPENDED: "red", Standing.LEFT: "grey"}

_standing = case(
    (Account.left_at.is_not(None), Standing.LEFT),
    (Account.suspended_at.is_not(None), Standing.SUSPENDED),
    (Account.joined_at.is_not(None), Standing.ACTIVE),
    else_=Standing.INVITED,
)
_name = func.lower(case((Account.name != "", Account.name), else_=func.coalesce(Account.email, "")))


def _first_step() -> tuple[str, str] | None:
    return (_("Invite somebody"), url_for("people.invite")) if current_account().role == Role.LEAD else None


PEOPLE = Listing(
    columns=(
        Column("name", _("Name"), lambda one: one.name or one.email or _("Never joined"), sort=_name),
        Column("role", _("Role"), lambda one: ROLES[Role(one.role)], sort=Account.role),
        Column("where", _("Where"), lambda one: scope_label(one.part)),
        Column("organisation", _("Organisation"), lambda one: one.organisation, sort=func.lower(Account.organisation)),
        Column("second", _("Second step"), lambda one: one.has_second_factor),
        Column("standing", _("Standing"), lambda one: Tag(STANDINGS[one.standing], COLOURS[one.standing]), sort=_standing),
        Column(
            "joined", _("Joined"), lambda one: one.joined_at.astimezone(LONDON).date() if one.joined_at else None, sort=Account.joined_at
        ),
    ),
    filters=(
        Search((Account.name, Account.email, Account.organisation)),
        OneOf("role", _("Role"), [*ROLES.items()], Account.role),
        OneOf("standing", _("Standing"), [*STANDINGS.items()], _standing),
        OneOf("kind", _("Kind of organisation"), [*KINDS.items()], Account.kind),
    ),
    key=Account.id,
    link=lambda one: url_for("people.person", account_id=one.id),
    default_sort="name",
    count=lambda number: ngettext("%(num)s person", "%(num)s people", number),
    empty=Empty(
        _("Nobody yet"), _("People who work in the programme are invited here. Nobody can sign in without an invitation."), _first_step
    ),
    file_name="people",
)


def people_of(scope: Scope) -> Select[Account]:
    """The accounts within *scope*."""
    return select(Account).where(within(scope)).options(selectinload(Account.webauthn))
