"""Changing what readers are told: import, export, withdrawals, and two commands for those who edit the files."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from outreach.cli.shared import current_config, publish_now, refusing
from outreach.content.changes import ChangeRefused, translate
from outreach.content.declaring import declare
from outreach.content.english import write_english
from outreach.content.files import SEED, locate, read_library, settled
from outreach.content.imports import ImportRefused, Step, merge, merge_translations
from outreach.content.library import Gravity, Library, units_of
from outreach.content.operations import restore_claim, save_library, save_translations, translate_own, withdraw_claim
from outreach.content.po import ContentError, PagesPo, read_pages_po, write_pages_po, write_units_po
from outreach.content.queries import find_library, find_units, stored_units
from outreach.core.dates import LONDON
from outreach.core.db import db
from outreach.core.i18n import TRANSLATIONS
from outreach.core.languages import ENGLISH, LANGUAGES
from outreach.directory.told import find_texts_of_services
from outreach.events.queries import find_texts_ahead
from outreach.policies.operations import hold_claims, tell_readers_everywhere
from outreach.replies.queries import find_texts_told

ACTOR = "command line"
OWN_TEXTS = ("event/", "reply/", "service/")  # how the keys of texts begin that stand on no page of the library
KINDS = click.Choice([gravity.name.lower() for gravity in Gravity])

content = AppGroup("content", help="What the public pages say.")
claims = AppGroup("claims", help="Sentences that readers act upon.")


@claims.command()
@click.argument("key")
@click.option("--reason", required=True, help="Why; kept in the audit trail, not shown to readers.")
def withdraw(key: str, reason: str) -> None:
    """Take the claim KEY out of force in every language, at once."""
    with refusing():
        withdraw_claim(key, reason=reason, by=ACTOR, now=current_config().clock())
        publish_now()


@claims.command()
@click.argument("key")
def restore(key: str) -> None:
    """Put the withdrawn claim KEY back in force, at once."""
    with refusing():
        now = current_config().clock()
        hold_claims()
        restore_claim(key, by=ACTOR, now=now)
        tell_readers_everywhere(by=ACTOR, now=now)  # what it said of a policy may not hold any more
        publish_now()


@content.command("import")
@click.argument("path", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only show what would be done.")
def import_content(path: Path | None, dry_run: bool) -> None:
    """Import the project's own files, a folder made by `content export`, or one PO file (PATH): all of it or nothing."""
    with refusing():
        po = read_pages_po(path) if path and path.is_file() else None
        if path and po and any(key.startswith(OWN_TEXTS) for key in po.entries):
            _import_event_texts(path, po, dry_run=dry_run)
            return
        hold_claims()
        current, now = find_library(), current_config().clock()
        merged, steps = _read_po(current, path, po) if path and po else _read_folder(current, path)
        for step in steps:
            click.echo(f"{step.key}: {step.what}")
        if dry_run or not save_library(merged, steps, by=ACTOR, now=now):
            db.session.rollback()
            click.echo("Nothing is changed." if not dry_run else "Nothing was written.")
            return
        tell_readers_everywhere(by=ACTOR, now=now)
        publish_now()


def _read_folder(current: Library | None, path: Path | None) -> tuple[Library, list[Step]]:
    english, translations = (path / "english", path) if path else (SEED, TRANSLATIONS)
    today, is_demo = current_config().clock().date(), current_config().is_demo
    files = read_library(today=today, is_demo=is_demo, seed=english, translations=translations)
    try:
        return merge(current, files, stored=stored_units(), keeps_review_dates=is_demo)
    except ImportRefused as refused:
        places = [str(ContentError(*locate(refusal.key, english), str(refusal))) for refusal in refused.refusals]
        raise click.ClickException("\n".join(places)) from refused


def _read_po(current: Library | None, path: Path, po: PagesPo) -> tuple[Library, list[Step]]:
    if current is None:
        raise ContentError(path, 1, "there is no content yet that it could translate: import the whole first")
    known, translations = units_of(current), []
    for key, entry in po.entries.items():
        if key not in known:
            raise ContentError(path, entry.line, f"{key}: there is no such text")
        translation = settled(known[key], entry)
        try:
            translate(known[key], po.tag, translation)
        except ChangeRefused as refusal:
            raise ContentError(path, entry.line, str(refusal)) from refusal
        translations.append((key, translation))
    return merge_translations(current, po.tag, translations)


def _import_event_texts(path: Path, po: PagesPo, *, dry_run: bool) -> None:
    known, translations = find_units(po.entries.keys()), {}
    for key, entry in po.entries.items():
        if key not in known or not key.startswith(OWN_TEXTS):
            raise ContentError(path, entry.line, f"{key}: there is no such text of an event or an answer")
        translations[key] = settled(known[key], entry)
        try:
            translate_own(known[key], po.tag, translations[key])
        except ChangeRefused as refusal:
            raise ContentError(path, entry.line, str(refusal)) from refusal
    for step in save_translations(po.tag, translations, by=ACTOR, now=current_config().clock()):
        click.echo(f"{step.key}: {step.what}")
    if dry_run:
        db.session.rollback()
        click.echo("Nothing was written.")
        return
    publish_now()


@content.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export_content(folder: Path) -> None:
    """Write the content of this installation into FOLDER: the English in english/, PO files for each language (pages, events to come)."""
    with refusing():
        library = find_library()
        if library is None:
            raise click.ClickException("there is no content yet: run 'flask --app wsgi content import' first")
        write_english(library, folder / "english")
        for name in ("safety.toml", "never-say.toml"):  # the software's own promises: they travel with it
            (folder / "english" / name).write_bytes((SEED / name).read_bytes())
        count = _write_po(library, folder)
    click.echo(f"English and {count} languages in {folder}.")


def _write_po(library: Library, folder: Path) -> int:
    texts = [*find_texts_ahead(current_config().clock().astimezone(LONDON).date()), *find_texts_told(), *find_texts_of_services()]
    (folder / "pages.pot").write_text(write_pages_po(library, None), "utf-8")
    (folder / "events.pot").write_text(write_units_po(texts, None), "utf-8")
    others = [language for tag, language in LANGUAGES.items() if tag != ENGLISH]
    for language in others:
        path = folder / language.cldr / "LC_MESSAGES" / "pages.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(write_pages_po(library, language.tag), "utf-8")
        path.with_name("events.po").write_text(write_units_po(texts, language.tag), "utf-8")
    return len(others)


@content.command("declare")
@click.argument("unit")
@click.argument("kind", type=KINDS)
def declare_change(unit: str, kind: str) -> None:
    """Declare how grave the change of UNIT in the project's files is; afterwards run `make messages`."""
    with refusing():
        declare(unit, Gravity[kind.upper()], on=current_config().clock().date())
    click.echo(f"{unit}: declared as {kind}.")


@content.command("refresh")
def refresh_files() -> None:
    """Bring the project's own PO files up to date with its English files."""
    with refusing():
        library = read_library(today=current_config().clock().date(), is_demo=True)
        (TRANSLATIONS / "pages.pot").write_text(write_pages_po(library, None), "utf-8")
        for tag, language in LANGUAGES.items():
            path = TRANSLATIONS / language.cldr / "LC_MESSAGES" / "pages.po"
            if path.exists():
                path.write_text(write_pages_po(library, tag), "utf-8")
    click.echo("Refreshed.")
