"""The commands that change what readers are told, from the command line to the bytes that a reader gets."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import polib
import pytest
from click.testing import Result
from sqlalchemy import select

from outreach.app import create_app
from outreach.content.models import ClaimRow, RevisionRow
from outreach.core.config import Config
from outreach.core.db import db
from outreach.core.i18n import TRANSLATIONS
from outreach.core.languages import LANGUAGES, Language
from outreach.core.text import revision_id
from outreach.site import rendering
from tests.integration.content.conftest import WITHDRAWAL, Installation, Time, boxes, files_of, rows
from tests.pages import text_of


@pytest.mark.parametrize(
    ("here", "key"),
    [("sqlite", "not-law"), ("postgresql", "not-law"), ("sqlite", "any-status"), ("sqlite", "adviser-first")],
    indirect=["here"],
)
def test_a_withdrawn_claim_is_gone_in_every_language_at_once_and_comes_back(here: Installation, key: str) -> None:
    before = {tag: here.page(f"/{tag}/your-information").text for tag in LANGUAGES}
    done = here.run("claims", "withdraw", key, "--reason", "under review")
    assert done.exit_code == 0, done.output
    for tag in LANGUAGES:
        page = here.page(f"/{tag}/your-information")
        assert len(boxes(page)) == 1, tag
        assert WITHDRAWAL[tag] in boxes(page)[0]
    english = here.page("/en/your-information").text
    assert ("The national police guidance is not law." in english) is (key != "not-law")
    if key == "not-law":  # and with the caution its reassurances
        assert "whatever your immigration status" not in english
        assert "treat you first as a victim" not in english
    assert here.run("claims", "restore", key).exit_code == 0
    assert {tag: here.page(f"/{tag}/your-information").text for tag in LANGUAGES} == before


def test_refusals_are_one_line_and_exit_code_one(here: Installation) -> None:
    for arguments, line in (
        (("claims", "withdraw", "nothing", "--reason", "x"), "Error: there is no claim 'nothing'\n"),
        (("claims", "restore", "not-law"), "Error: not-law is not withdrawn\n"),
    ):
        done = here.run(*arguments)
        assert (done.exit_code, done.stderr) == (1, line)
    assert here.run("claims", "withdraw", "not-law").exit_code == 2


def test_a_claim_past_its_review_is_gone_within_one_worker_cycle_and_a_lifeline_stays(here: Installation) -> None:
    here.work()
    with here.app.app_context():
        for row in db.session.scalars(select(ClaimRow)):
            row.review_by = here.time.now.date()
        db.session.commit()
    here.time.now += timedelta(days=1)
    here.work()
    assert len(boxes(here.page("/ur/your-information"))) >= 1
    assert "Call 999. It is free from any phone." in here.page("/en/").text
    assert "not law" not in here.page("/en/your-information").text


def test_export_then_import_changes_nothing_and_exports_the_same_bytes(here: Installation, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    assert here.run("content", "export", str(one)).exit_code == 0
    before = rows(here.app)
    done = here.run("content", "import", str(one))
    assert (done.exit_code, done.output) == (0, "Nothing is changed.\n")
    assert rows(here.app) == before
    here.run("content", "export", str(two))
    assert files_of(one) == files_of(two)
    for language in ("ur", "zh_Hans"):
        path = f"{language}/LC_MESSAGES/pages.po"
        assert (one / path).read_bytes() == (TRANSLATIONS / path).read_bytes()


def test_a_new_installation_from_an_export_exports_the_same_bytes(
    here: Installation, tmp_path: Path, make_new: Callable[[Path, Time], Installation]
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    change_english(here, tmp_path / "edit")
    here.run("content", "export", str(one))
    other = make_new(tmp_path / "other", here.time)
    done = other.run("content", "import", str(one))
    assert done.exit_code == 0, done.output
    other.run("content", "export", str(two))
    assert files_of(one) == files_of(two)
    assert other.page("/ur/your-information").text == here.page("/ur/your-information").text


def change_english(here: Installation, folder: Path, *, kind: str = "meaning", declared: bool = True) -> Result:
    """Export, change the English of a block, declare the change or not, import."""
    here.run("content", "export", str(folder))
    page = folder / "english" / "pages" / "your-information.md"
    text = page.read_text("utf-8")
    page.write_text(text.replace("## Who can I talk to first?", "## Who can I talk to before that?"), "utf-8")
    if declared:
        with here.app.app_context():
            ids = [row.revision for row in db.session.scalars(select(RevisionRow).filter_by(unit_key="page/your-information/adviser"))]
            db.session.rollback()
        block = page.read_text("utf-8").partition("## Who can I talk to before that? {#adviser .safety}\n")[2].partition("\n## ")[0]
        new = revision_id(f"## Who can I talk to before that?\n{block}")
        history = folder / "english" / "history.toml"
        lines = f'\n["page/your-information/adviser"]\nrevisions = [\n    {{ id = "{ids[0]}" }},\n'
        lines += f'    {{ id = "{new}", change = "{kind}", on = 2026-11-22 }},\n]\n'
        history.write_text(history.read_text("utf-8") + lines, "utf-8")
    return here.run("content", "import", str(folder))


def test_a_declared_change_shows_the_english_labelled_in_the_readers_language(here: Installation, tmp_path: Path) -> None:
    done = change_english(here, tmp_path / "edit")
    assert "page/your-information/adviser: text changed (meaning)" in done.output
    page = here.page("/ur/your-information")
    part = next(section for section in page.all("section") if "Who can I talk to before that?" in text_of(section))
    assert (part.get("lang"), part.get("dir")) == ("en", "ltr")
    label = next(p for p in part.iter("p") if p.get("class") == "label")
    assert (label.get("lang"), label.get("dir")) == ("ur", "rtl")


def test_a_change_that_is_not_declared_is_refused_whole(here: Installation, tmp_path: Path) -> None:
    before = rows(here.app)
    done = change_english(here, tmp_path / "edit", declared=False)
    assert done.exit_code == 1
    assert "page/your-information/adviser" in done.stderr
    assert re.search(r"your-information\.md:\d\d: |pages\.po:\d+: ", done.stderr)
    assert "declare the change" in done.stderr
    assert rows(here.app) == before


def test_a_change_that_no_translation_gives_away_is_refused_with_file_line_and_reason(here: Installation, tmp_path: Path) -> None:
    here.run("content", "export", str(tmp_path / "edit"))
    page = tmp_path / "edit" / "english" / "pages" / "home.md"
    page.write_text(page.read_text("utf-8").replace("## In danger now?", "## In danger?"), "utf-8")
    for po in (tmp_path / "edit").rglob("*.po"):
        po.unlink()
    done = here.run("content", "import", str(tmp_path / "edit"))
    assert done.exit_code == 1
    assert (
        done.stderr == "Error: home.md:9: page/home/danger: the English changed and no kind of change is declared for it in history.toml\n"
    )


def import_po(here: Installation, folder: Path, old: str, new: str) -> Result:
    here.run("content", "export", str(folder))
    path = folder / "ur" / "LC_MESSAGES" / "pages.po"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return here.run("content", "import", str(path))


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('msgctxt "claim/not-law"', 'msgctxt "claim/nothing"', "claim/nothing: there is no such text"),
        ('msgid "The national police guidance is not law."', 'msgid "It is not law."', "never had"),
        ("{claim:any-status}", "{claim:any-state}", "never had"),
        ('msgctxt "claim/not-law"', "msgctext", "is not a PO file"),
        ('"Language: ur\\n"', '"Language: de\\n"', "names the language 'de'"),
        ("state: machine", "state: good", "its state or date cannot be read"),
    ],
)
def test_a_po_file_that_cannot_be_used_is_refused_whole_with_file_line_and_reason(
    here: Installation, tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    before = rows(here.app)
    done = import_po(here, tmp_path / "po", old, new)
    assert done.exit_code == 1
    assert "pages.po:" in done.stderr
    assert complaint in done.stderr
    assert rows(here.app) == before


def test_a_translators_work_in_an_editor_is_imported_and_published(here: Installation, tmp_path: Path) -> None:
    here.run("content", "export", str(tmp_path / "po"))
    path = tmp_path / "po" / "cy" / "LC_MESSAGES" / "pages.po"
    po = polib.pofile(str(path))
    entry = next(entry for entry in po if entry.msgctxt == "claim/code-is")
    entry.msgstr = "Mae Cod y Dioddefwyr yn dweud beth mae gwasanaethau'n ei wneud i ddioddefwyr troseddau."
    entry.tcomment = f"state: checked; source: {'0' * 64}; by: an; on: 2026-11-22"  # the editor cannot know the revision
    po.save()
    done = here.run("content", "import", str(path))
    assert done.output.splitlines()[0] == "claim/code-is: cy: translation updated"
    assert here.run("content", "import", str(path)).output == "Nothing is changed.\n"


def test_a_dry_run_shows_and_writes_nothing(here: Installation, tmp_path: Path) -> None:
    here.run("content", "export", str(tmp_path / "po"))
    path = tmp_path / "po" / "ur" / "LC_MESSAGES" / "pages.po"
    path.write_text(path.read_text("utf-8").replace("قانون نہیں ہے۔", "قانون نہیں۔", 1), "utf-8")
    before = rows(here.app)
    done = here.run("content", "import", str(path), "--dry-run")
    assert done.output == "claim/not-law: ur: translation updated\nNothing was written.\n"
    assert rows(here.app) == before


def test_a_page_that_says_what_must_never_be_said_is_withheld_and_the_rest_is_published(here: Installation, tmp_path: Path) -> None:
    here.run("content", "export", str(tmp_path / "po"))
    path = tmp_path / "po" / "ur" / "LC_MESSAGES" / "pages.po"
    path.write_text(path.read_text("utf-8").replace("قانون نہیں ہے۔", "قانون نہیں ہے۔ پولیس کو بتانا محفوظ ہے۔", 1), "utf-8")
    done = here.run("content", "import", str(path))
    assert done.exit_code == 0
    assert "ur/your-information.html is withheld: claim/not-law (ur) says 'پولیس کو بتانا محفوظ ہے': a promise" in done.stderr
    page = here.page("/ur/your-information")
    assert "محفوظ ہے" not in page.text
    assert WITHDRAWAL["ur"] in page.text
    assert boxes(here.page("/en/your-information")) == []
    assert "999" in here.page("/ur/").text


def test_only_the_pages_that_a_change_affects_are_rendered_again(here: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered: list[str] = []
    original = rendering.render

    def count(template: str, language: Language, config: Config, **context: object) -> bytes:
        rendered.append(language.tag)
        return original(template, language, config, **context)

    monkeypatch.setattr(rendering, "render", count)
    assert here.run("publish").exit_code == 0
    assert rendered == []
    here.run("claims", "withdraw", "adviser-first", "--reason", "x")
    assert sorted(rendered) == sorted(LANGUAGES)


@pytest.mark.parametrize(
    "command", [("worker", "--once"), ("publish",), ("content", "import"), ("claims", "withdraw", "not-law", "--reason", "x")]
)
def test_a_database_that_was_never_made_is_one_clear_line(tmp_path: Path, command: tuple[str, ...]) -> None:
    app = create_app(Config(data_dir=tmp_path))
    done = app.test_cli_runner().invoke(args=list(command))
    with app.app_context():
        db.engine.dispose()
    assert done.exit_code == 1
    assert done.stderr.splitlines() == ["Error: the database cannot be used (OperationalError): run 'flask --app wsgi db upgrade' first"]
