"""Texts that an installation has of its own, what forces publish and events: commands keep them, and they leave and enter as PO."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import polib
import pytest
from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.accounts.rules import Role
from outreach.content.changes import ChangeRefused
from outreach.content.library import Translation
from outreach.content.never_say import read_never_say
from outreach.content.operations import save_translation
from outreach.content.queries import find_units
from outreach.core.db import db
from outreach.core.i18n import TRANSLATIONS
from outreach.core.languages import LANGUAGES
from outreach.core.text import revision_id
from outreach.events.rules import Visibility
from outreach.policies.models import Policy
from outreach.policies.operations import approve_policy, draft_policy, set_policy_aside
from outreach.policies.rules import Found, Tone
from tests.accounts import add_account
from tests.campaigns import days
from tests.conftest import NOW
from tests.events import add_event
from tests.integration.content.conftest import WITHDRAWAL, Installation, Time, boxes, files_of, rows


def tell(here: Installation, place: str, sentence: str, tone: Tone = Tone.ENCOURAGING) -> None:
    """Two people find that a place's policy says this."""
    with here.app.app_context():
        first, second = (db.session.get_one(Account, add_account(Role.LEAD)) for _ in range(2))
        values = {"found": Found.LINK, "url": "https://example.org/policy", "look_again_on": NOW.date() + timedelta(days=90)}
        entry = draft_policy(uuid4(), place, values | {"for_readers": sentence, "tone": tone}, by=first, now=NOW)
        approve_policy(entry, by=second, now=NOW)
        db.session.commit()


def set_aside(here: Installation) -> None:
    """The one entry was wrong."""
    with here.app.app_context():
        entry = db.session.scalars(select(Policy)).one()
        set_policy_aside(entry, reason="Wrong", by=db.session.get_one(Account, entry.read_by_id), now=NOW)
        db.session.commit()


def test_what_a_force_publishes_is_on_the_page_of_its_area_in_every_language_and_goes_when_it_is_set_aside(here: Installation) -> None:
    here.work()
    tell(here, "kent", "Officers in Kent help first.")
    here.work()
    for tag in LANGUAGES:
        assert "Officers in Kent help first." in here.page(f"/{tag}/your-information/kent").text
        assert f"/{tag}/your-information/kent" in here.page(f"/{tag}/your-information").links
    set_aside(here)
    here.work()
    assert here.get("/en/your-information/kent").status_code == 404
    assert "/en/your-information/kent" not in here.page("/en/your-information").links


def test_imports_and_exports_keep_what_forces_publish_byte_for_byte(
    here: Installation, tmp_path: Path, make_new: Callable[[Path, Time], Installation]
) -> None:
    one, two, three = (tmp_path / name for name in ("one", "two", "three"))
    tell(here, "kent", "Officers in Kent help first.")
    tell(here, "kent", "Officers in Kent listen first.")
    tell(here, "gwent", "Officers in Gwent tell the Home Office.", Tone.WARNING)
    here.work()
    done = here.run("content", "import")
    assert (done.exit_code, done.output) == (0, "Nothing is changed.\n"), "the project's own files"
    here.run("content", "export", str(one))
    before = rows(here.app)
    assert here.run("content", "import", str(one)).output == "Nothing is changed.\n"
    assert rows(here.app) == before
    here.run("content", "export", str(two))
    assert files_of(one) == files_of(two)
    text = (one / "english" / "claims.toml").read_text("utf-8")
    assert 'area = "kent"' in text
    assert "Officers in Kent" not in (TRANSLATIONS / "pages.pot").read_text("utf-8")
    other = make_new(tmp_path / "other", here.time)
    done = other.run("content", "import", str(one))
    assert done.exit_code == 0, done.output
    other.run("content", "export", str(three))
    assert files_of(one) == files_of(three)
    assert other.page("/ur/your-information/gwent").text == here.page("/ur/your-information/gwent").text


def test_a_translator_translates_what_a_force_publishes_like_any_text(here: Installation, tmp_path: Path) -> None:
    here.work()
    tell(here, "gwent", "Officers in Gwent tell the Home Office.", Tone.WARNING)
    here.work()
    assert len(boxes(here.page("/ur/your-information/gwent"))) == 1
    here.run("content", "export", str(tmp_path / "po"))
    path = tmp_path / "po" / "ur" / "LC_MESSAGES" / "pages.po"
    po = polib.pofile(str(path))
    entry = next(entry for entry in po if entry.msgctxt == "claim/policy-gwent")
    entry.msgstr, entry.tcomment = "پولیس ہوم آفس کو بتاتی ہے۔", f"state: checked; source: {'0' * 64}; by: an; on: 2026-11-22"
    po.save()
    assert here.run("content", "import", str(path)).output.splitlines()[0] == "claim/policy-gwent: ur: translation added"
    page = here.page("/ur/your-information/gwent")
    assert "پولیس ہوم آفس کو بتاتی ہے۔" in page.text
    assert boxes(page) == []


def test_restoring_a_claim_whose_policy_was_set_aside_takes_it_off_and_an_old_export_does_not_bring_it_back(
    here: Installation, tmp_path: Path
) -> None:
    tell(here, "kent", "Officers in Kent help first.")
    here.run("content", "export", str(tmp_path / "old"))
    assert here.run("claims", "withdraw", "policy-kent", "--reason", "x").exit_code == 0
    set_aside(here)
    here.work()
    assert WITHDRAWAL["en"] in here.page("/en/your-information/kent").text
    assert here.run("claims", "restore", "policy-kent").exit_code == 0
    assert here.get("/en/your-information/kent").status_code == 404
    done = here.run("content", "import", str(tmp_path / "old"))
    assert done.output == "claim/policy-kent: is of an area that has no such claim here: left out\nNothing is changed.\n"


def test_an_import_tells_what_was_approved_before_there_was_content(tmp_path: Path, make_new: Callable[[Path, Time], Installation]) -> None:
    here = make_new(tmp_path, Time())
    tell(here, "kent", "Officers in Kent help first.")
    here.work()
    assert here.run("content", "import").exit_code == 0
    assert "Officers in Kent help first." in here.page("/en/your-information/kent").text


def test_texts_of_events_leave_and_enter_as_po_and_an_import_of_the_rest_keeps_them(here: Installation, tmp_path: Path) -> None:
    with here.app.app_context():
        me = add_account()
        told = add_event(me, visibility=Visibility.PARTNERS)
        add_event(me, title="Internal marker", held_on=days(8))
    assert here.run("content", "export", str(tmp_path / "out")).exit_code == 0
    path = tmp_path / "out" / "ur" / "LC_MESSAGES" / "events.po"
    po = polib.pofile(str(path))
    assert {entry.msgctxt: entry.msgid for entry in po} == {
        f"event/{told}/title": "Coffee and questions",
        f"event/{told}/summary": "Ask what you like.",
    }
    entry = po[0]
    entry.msgstr = "کافی اور سوال"
    entry.tcomment = f"state: checked; source: {revision_id(entry.msgid)}; by: TI; on: 2026-11-22"
    po.save()
    assert here.run("content", "import", str(path), "--dry-run").output.endswith("Nothing was written.\n")
    done = here.run("content", "import", str(path))
    assert (done.exit_code, f"{entry.msgctxt}: ur: translation saved" in done.output) == (0, True), done.output
    assert here.run("content", "import", str(tmp_path / "out")).output == "Nothing is changed.\n"
    with here.app.app_context():
        kept = find_units({entry.msgctxt})[entry.msgctxt]
        assert (kept.translations["ur"].text, kept.translations["ur"].by) == ("کافی اور سوال", "TI")
    entry.msgctxt = "event/none/title"
    po.save()
    assert "there is no such text of an event" in here.run("content", "import", str(path)).output


def test_a_translation_that_says_what_no_page_may_say_is_refused_and_nothing_is_kept(here: Installation, tmp_path: Path) -> None:
    with here.app.app_context():
        told = add_event(add_account(), visibility=Visibility.PUBLIC)
    here.run("content", "export", str(tmp_path / "out"))
    path = tmp_path / "out" / "ur" / "LC_MESSAGES" / "events.po"
    po = polib.pofile(str(path))
    phrase = read_never_say()["ur"][0]
    for entry, text in zip(po, ("کافی اور سوال", phrase.refuse[0]), strict=True):
        entry.msgstr = text
        entry.tcomment = f"state: checked; source: {revision_id(entry.msgid)}; by: TI; on: 2026-11-22"
    po.save()
    done = here.run("content", "import", str(path))
    assert done.exit_code == 1
    assert f"event/{told}/summary: says “{phrase.text}”, which no page may say" in done.output
    with here.app.app_context():
        assert [unit.translations for unit in find_units({f"event/{told}/{name}" for name in ("title", "summary")}).values()] == [{}, {}]
        with pytest.raises(ChangeRefused, match=re.escape(phrase.text)):
            save_translation(f"event/{told}/title", "ur", Translation(phrase.refuse[0], revision_id("Coffee and questions")))
