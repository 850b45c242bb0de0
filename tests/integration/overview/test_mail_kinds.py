"""Every mail of the product: in the index, in each of its languages as its snapshot says, and with nothing loaded from elsewhere."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from outreach.core.config import ROOT
from outreach.core.languages import LANGUAGES
from outreach.outbox.render import PUBLIC, MailKind, Rendered, render_sample
from outreach.outbox.rules import SECRET_MARK
from outreach.overview.mails import MAILS
from tests.conftest import SNAPSHOTS
from tests.pages import Page, parse_page

FOLDER = ROOT / "templates" / "mail"
OURS = "https://outreach.example.org/manage/"  # links of samples
LOOKED_AT = {PUBLIC: ("en", "cy", "ur"), "staff": ("en", "cy")}
CASES = [pytest.param(kind, tag, id=f"{kind.key}-{tag}") for kind in MAILS for tag in LOOKED_AT[kind.domain]]


def render(app: Flask, kind: MailKind, tag: str) -> Rendered:
    with app.app_context():
        return render_sample(kind, language=tag)


def addresses(page: Page) -> set[str]:
    """Whatever a mail program might open or load."""
    names = ("src", "srcset", "href", "background", "poster", "data", "action")
    return {element.get(name, "") for element in page.tree.iter() for name in names} - {""}


def test_every_folder_of_templates_is_in_the_index_once() -> None:
    folders = sorted(str(path.parent.relative_to(FOLDER)) for path in FOLDER.rglob("subject.txt"))
    assert sorted(kind.key for kind in MAILS) == folders


def test_every_mail_of_a_feature_is_in_the_index() -> None:
    found: list[MailKind] = []
    for path in sorted((ROOT / "outreach").glob("*/mails.py")):
        names = vars(importlib.import_module(f"outreach.{path.parent.name}.mails"))
        found += [value for value in names.values() if isinstance(value, MailKind)]
    assert {kind.key for kind in found} == {kind.key for kind in MAILS}


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("subject.txt")), ids=lambda path: path.parent.name)
def test_every_mail_has_its_three_files_in_the_folder_of_its_feature(path: Path) -> None:
    assert sorted(file.name for file in path.parent.iterdir()) == ["body.mjml", "body.txt", "subject.txt"]
    assert (ROOT / "outreach" / path.parent.parent.name / "mails.py").exists()


@pytest.mark.parametrize(("kind", "tag"), CASES)
def test_a_mail_is_what_its_snapshot_says(published: Flask, equals_snapshot: Callable[[str, str], bool], kind: MailKind, tag: str) -> None:
    mail = render(published, kind, tag)
    is_text_same = equals_snapshot(f"mail/{kind.key}.{tag}.txt", f"{mail.subject}\n\n{mail.text}")
    assert equals_snapshot(f"mail/{kind.key}.{tag}.html", mail.html), "if that is meant: pytest --update-snapshots"
    assert is_text_same, "if that is meant: pytest --update-snapshots"


def test_every_snapshot_is_of_a_mail_that_there_is() -> None:
    there = {f"{kind.key}.{tag}.{form}" for kind in MAILS for tag in LOOKED_AT[kind.domain] for form in ("txt", "html")}
    kept = {str(path.relative_to(SNAPSHOTS / "mail")) for path in (SNAPSHOTS / "mail").rglob("*.*") if path.parent.name != "tests"}
    assert kept == there


@pytest.mark.parametrize(("kind", "tag"), CASES)
def test_a_mail_is_a_whole_page_in_its_language_that_loads_nothing(published: Flask, kind: MailKind, tag: str) -> None:
    mail = render(published, kind, tag)
    page = parse_page(mail.html)
    expected = (LANGUAGES[tag].html, LANGUAGES[tag].direction)
    assert [(page.one(name).get("lang"), page.one(name).get("dir")) for name in ("html", "body")] == [expected] * 2
    assert page.title == page.heading == mail.subject
    assert {address for address in addresses(page) if not address.startswith(OURS)} <= {SECRET_MARK}
    assert not re.search(r"url\(|@import|<link|<img|<script|<iframe|//fonts|\bsrc=", mail.html)


@pytest.mark.parametrize(("kind", "tag"), CASES)
def test_text_and_html_say_the_same(published: Flask, kind: MailKind, tag: str) -> None:
    mail = render(published, kind, tag)
    words = " ".join("".join(parse_page(mail.html).tree.itertext()).split())
    for line in mail.text.splitlines():
        assert line.rstrip(":").strip() in words or line == "-- ", line
    assert (SECRET_MARK in mail.text) is (SECRET_MARK in mail.html)


@pytest.mark.parametrize("kind", MAILS, ids=lambda kind: kind.key)
def test_a_mail_is_translated_and_no_text_is_left_in_english(published: Flask, kind: MailKind) -> None:
    english, welsh = render(published, kind, "en"), render(published, kind, "cy")
    same = {line for line in english.text.splitlines() if line} & set(welsh.text.splitlines())
    assert {line for line in same if not line.startswith(OURS)} <= {"Outreach", "-- ", SECRET_MARK}
