"""What follows elsewhere when somebody's account is shut, ended or given another role. Features above hand theirs in when composed, and the
pages that ask a lead whether to do so say it.

add_consequence(app, find_last_owner)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from outreach.accounts.models import Account

FOUND = "outreach consequences"


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows, and where something can be done about it."""

    text: str
    url: str
    link: str


def add_consequence(app: Flask, find: Callable[[Account], Consequence | None]) -> None:
    """Ask *find* what follows for an account: None where nothing does."""
    app.extensions.setdefault(FOUND, []).append(find)


def find_consequences(account: Account) -> list[Consequence]:
    finds = cast("list[Callable[[Account], Consequence | None]]", current_app.extensions.get(FOUND, []))
    return [found for find in finds if (found := find(account))]
