"""Accounts, attached to the application."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Flask, request, url_for
from flask_security import current_user
from markupsafe import Markup

from outreach.accounts.access import current_account, keep_sessions_live
from outreach.accounts.labels import KINDS, ROLES, STANDINGS, scope_label
from outreach.accounts.limits import limit_guessing
from outreach.accounts.people_list import COLOURS
from outreach.accounts.routes import bp, entering, people, people_bp, profile
from outreach.accounts.rules import Kind, Role, Standing
from outreach.accounts.security import set_up_sign_in
from outreach.core.config import Config
from outreach.web.cells import Tag, page_cell
from outreach.web.navigation import AccountMenu, set_account_menu

VIEWS = (entering, people, profile)  # what their modules register


def set_up_accounts(app: Flask, config: Config) -> None:
    """Sign-in, sessions, limits on guessing, the pages about accounts, and what templates need for them."""
    keep_sessions_live(app)
    limit_guessing(app)
    set_up_sign_in(app, config)
    app.view_functions["security.forgot_password"] = entering.recover
    app.view_functions["security.two_factor_setup_validate"] = profile.confirm_authenticator
    app.register_blueprint(bp)
    app.register_blueprint(people_bp)
    app.jinja_env.globals["with_next"] = with_next
    app.jinja_env.filters.update(
        role=lambda value: ROLES[Role(value)],
        kind=lambda value: KINDS[Kind(value)],
        standing=standing_tag,
        scope=scope_label,
    )
    set_account_menu(app, find_menu, sign_in="security.login")


def find_menu() -> AccountMenu | None:
    if not current_user.is_authenticated:
        return None
    return AccountMenu(current_account().name, url_for("accounts.profile"), url_for("security.logout"))


def standing_tag(standing: Standing) -> Markup:
    return Markup(page_cell(Tag(STANDINGS[standing], COLOURS[standing])))  # noqa: S704 - a component of govuk-frontend, which escapes


def with_next(address: str) -> str:
    """*address*, with the place to go on to afterwards; the library checks that it is one of ours."""
    following = request.args.get("next", "")
    return f"{address}?{urlencode({'next': following})}" if following else address
