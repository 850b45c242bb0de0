"""The demonstration's accounts: one for each role, with passwords that are made here and written beside the database."""

from __future__ import annotations

import secrets
from datetime import datetime
from pathlib import Path

from flask_security import hash_password

from outreach.accounts.operations import make_account
from outreach.accounts.queries import find_by_email
from outreach.accounts.rules import Kind, Part, Role, Scope

FILE = "demo-accounts.txt"
DOMAIN = "demo.example"
_NATIONAL = Scope(is_national=True)
_NORTH = Scope(is_national=False, areas=frozenset({"west-yorkshire", "greater-manchester"}))

PEOPLE = (
    ("lead", "Ffion Fairweather", "Programme office (invented)", Part(Role.LEAD, Kind.POLICE, _NATIONAL)),
    ("second-lead", "Gwilym Tollemache", "Programme office (invented)", Part(Role.LEAD, Kind.POLICE, _NATIONAL)),
    ("coordinator", "Cosmo Quillfeather", "Northern force (invented)", Part(Role.COORDINATOR, Kind.POLICE, _NORTH)),
    (
        "translator",
        "Tamsin Inkwell",
        "Wordbridge (invented)",
        Part(Role.TRANSLATOR, Kind.TRANSLATORS, Scope(False), frozenset({"ur", "pl"})),
    ),
    ("reviewer", "Rahim Plumstead", "Lantern Community (invented)", Part(Role.REVIEWER, Kind.COMMUNITY, Scope(False), frozenset({"ur"}))),
    ("auditor", "Odile Ledgerwood", "Inspectorate (invented)", Part(Role.AUDITOR, Kind.INSPECTORATE, _NATIONAL)),
    ("partner", "Perpetua Moss", "Harbour Light (invented)", Part(Role.PARTNER, Kind.CHARITY, _NORTH)),
)


def load_accounts(folder: Path, *, now: datetime) -> list[str]:
    """Make the accounts that are missing; returns a line for each, as the file says them: role, address, password.

    Where the file is gone, the passwords are made anew.
    """
    path = folder / FILE
    written = path.read_text("utf-8").splitlines() if path.exists() else []
    known = {who: password for who, _, password in (line.rpartition("  ") for line in written)}
    lines = [
        _load(f"{part.role:<12} {name}@{DOMAIN}", name, person, organisation, part, known, now)
        for name, person, organisation, part in PEOPLE
    ]
    if lines != written:
        path.touch(mode=0o600)
        path.write_text("\n".join(lines) + "\n", "utf-8")
    return lines


def _load(who: str, name: str, person: str, organisation: str, part: Part, known: dict[str, str], now: datetime) -> str:
    email, password = f"{name}@{DOMAIN}", known.get(who)
    account = find_by_email(email)
    if account and password:
        return f"{who}  {password}"
    password = password or "-".join(secrets.token_hex(2) for _ in range(4))
    if account:
        account.password = hash_password(password)
    else:
        about = {"email": email, "name": person, "organisation": organisation, "password_hash": hash_password(password)}
        make_account(**about, part=part, now=now, is_demonstration=True)
    return f"{who}  {password}"
