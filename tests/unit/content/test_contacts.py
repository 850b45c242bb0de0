"""The record of a service: what its file may say, and what a reader gets of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from outreach.content.english import CONTACTS_HEAD, write_english
from outreach.content.files import read_library
from outreach.content.imports import merge
from outreach.content.library import Contact, Library
from outreach.content.po import ContentError
from outreach.content.rules import read_contact
from tests.unit.content.build import SOURCE, TODAY, library

CLAIMS = 'withdrawal = "Checking."\n\n[sources]\n\n[claims]\n'
RECORD = """
[line]
name = "Line"
dial = "101"
display = "101"
textphone = "18001 101"
run_by = "A charity"
funded_by = "The Home Office"
linked_to = ["home-office"]
what = "Advice"
languages = "Any language"
checked_on = 2026-11-01
checked_by = "AB"
source = { title = "A letter", address = "somewhere", on = 2022-01-25 }
"""
LINE = Contact("line", "Line", "101", "101", "Line", (), SOURCE)


def read(folder: Path, contacts: str) -> Library:
    (folder / "claims.toml").write_text(CLAIMS, "utf-8")
    (folder / "contacts.toml").write_text(CONTACTS_HEAD + contacts, "utf-8")
    (folder / "safety.toml").write_text("", "utf-8")
    return read_library(today=TODAY, is_demo=False, seed=folder, translations=folder / "none")


def test_a_record_is_read_whole(tmp_path: Path) -> None:
    contact = read(tmp_path, RECORD).contacts["line"]
    assert (contact.textphone, contact.funded_by, contact.linked_to) == ("18001 101", "The Home Office", ("home-office",))
    assert contact.checked_by == "AB"
    assert [text.key for text in contact.texts] == ["contact/line/what", "contact/line/languages"]


def test_what_a_record_leaves_out_is_not_known(tmp_path: Path) -> None:
    short = "".join(f"{line}\n" for line in RECORD.splitlines() if not line.startswith(("textphone", "funded", "linked", "checked_by")))
    contact = read(tmp_path, short).contacts["line"]
    assert (contact.textphone, contact.funded_by, contact.linked_to, contact.checked_by) == ("", "", None, "")


@pytest.mark.parametrize("links", ['["home-office"]', '["police", "home-office"]', "[]"])
def test_a_record_is_written_as_it_is_read(tmp_path: Path, links: str) -> None:
    content = read(tmp_path, RECORD.replace('["home-office"]', links))
    write_english(content, tmp_path / "written")
    assert (tmp_path / "written" / "contacts.toml").read_bytes() == (tmp_path / "contacts.toml").read_bytes()


@pytest.mark.parametrize("links", ['["army"]', '["police", "army"]', '"police"', "[1]", "true"])
def test_a_link_to_anybody_else_is_refused(tmp_path: Path, links: str) -> None:
    with pytest.raises(ContentError) as caught:
        read(tmp_path, RECORD.replace('["home-office"]', links))
    line = 1 + (tmp_path / "contacts.toml").read_text("utf-8").splitlines().index("[line]")
    assert str(caught.value) == f"contacts.toml:{line}: contact/line: linked_to is a list of police, home-office, or empty"


@pytest.mark.parametrize(
    "changed",
    [
        replace(LINE, textphone="18001 101"),
        replace(LINE, funded_by="A fund"),
        replace(LINE, linked_to=()),
        replace(LINE, linked_to=("police",)),
        replace(LINE, checked_by="AB"),
    ],
)
def test_a_change_of_a_record_is_a_step_of_an_import(changed: Contact) -> None:
    before, after = (replace(library({}, []), contacts={"line": contact}) for contact in (LINE, changed))
    merged, steps = merge(before, after)
    assert [(step.key, step.what) for step in steps] == [("contact/line", "contact changed")]
    assert merged.contacts["line"] == changed


def test_who_runs_a_service_is_told_when_it_is_not_its_name() -> None:
    assert read_contact(LINE, tag="en", today=TODAY).run_by == ""
    assert read_contact(replace(LINE, run_by="A charity"), tag="en", today=TODAY).run_by == "A charity"
