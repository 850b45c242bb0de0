"""The first accounts, at the command line: everybody else is invited by somebody who is signed in."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from outreach.accounts.links import link_for
from outreach.accounts.operations import invite_account
from outreach.accounts.rules import KINDS, Kind, Part, Role, Scope, normal_address
from outreach.cli.shared import current_config, refusing
from outreach.core.areas import AREAS
from outreach.core.db import db
from outreach.core.languages import ENGLISH, LANGUAGES

users = AppGroup("users", help="Who can sign in.")


@users.command()
@click.argument("email")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]), help="What they are here.")
@click.option(
    "--kind", type=click.Choice([kind.value for kind in Kind]), help="Kind of organisation. Default: the first that the role allows."
)
@click.option("--organisation", default="", help="Its name.")
@click.option(
    "--area", "areas", multiple=True, type=click.Choice([*AREAS]), help="A force area; may be repeated. Default: the whole programme."
)
@click.option(
    "--language", "languages", multiple=True, type=click.Choice([tag for tag in LANGUAGES if tag != ENGLISH]), help="A translator's."
)
def invite(email: str, role: str, kind: str | None, organisation: str, areas: tuple[str, ...], languages: tuple[str, ...]) -> None:
    """Invite whoever reads mail at EMAIL, and print the link of the invitation, once."""
    config = current_config()
    try:
        email = normal_address(email)
    except ValueError as error:
        raise click.BadParameter("this is no mail address", param_hint="EMAIL") from error
    part = Part(Role(role), Kind(kind or min(KINDS[Role(role)])), Scope(not areas, frozenset(areas)), frozenset(languages))
    with refusing():
        account = invite_account(email=email, part=part, organisation=organisation, by=None, now=config.clock())
        db.session.commit()
        click.echo(f"Invited. The link works for seven days, once; whoever has it can become {email}:")
        click.echo(link_for(f"invitation:{account.id}", config))
