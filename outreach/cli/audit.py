"""The audit trail at the command line: its head, and whether it is whole."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from outreach.audit.queries import find_head, iterate_entries
from outreach.audit.rules import Head, find_damage, read_head
from outreach.cli.shared import refusing
from outreach.core.db import db, reading

audit = AppGroup("audit", help="What was done, when, by whom.")


class _HeadType(click.ParamType[Head]):
    name = "head"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Head:
        try:
            return read_head(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


@audit.command()
def head() -> None:
    """Print the end of the trail, to be kept elsewhere: with it, `verify --head` finds rows that were cut off or made anew."""
    with refusing(), reading():
        click.echo(find_head())
        db.session.rollback()


@audit.command()
@click.option("--head", "kept", type=_HeadType(), help="A head that was printed earlier and kept elsewhere.")
def verify(kept: Head | None) -> None:
    """Look at every row of the trail: none changed, missing, in another order or cut off."""
    with refusing(), reading():
        end = find_head()
        damage = list(find_damage(iterate_entries(), head=end, kept=kept))
        db.session.rollback()
    if damage:
        raise click.ClickException("\n".join(damage))
    click.echo(f"{end.place} rows, whole.")
