"""Content in the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select

from outreach.audit.models import AuditEntry
from outreach.content.changes import revise
from outreach.content.imports import merge
from outreach.content.library import ClaimKind, Contact, Gravity, Library, Translation, units_of, with_units
from outreach.content.models import ClaimRow, ContactRow, PublicationRequest, TranslationRow
from outreach.content.operations import NothingToDo, UnknownClaim, note_lapses, restore_claim, save_library, withdraw_claim
from outreach.content.queries import find_library, list_open_requests, stored_units, without_invented
from outreach.core.db import db
from outreach.core.text import revision_id
from outreach.demo.operations import load_demonstration
from tests.conftest import NOW
from tests.own_content import own_library
from tests.unit.content import build

TODAY = NOW.date()


@pytest.fixture(params=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest, make_copy: Callable[..., Flask]) -> Flask:
    return make_copy(request.param)


def library() -> Library:
    found = find_library()
    assert found is not None
    return found


def actions() -> list[tuple[str, str]]:
    rows = db.session.scalars(select(AuditEntry).where(AuditEntry.action != "content.imported").order_by(AuditEntry.place))
    return [(row.action, row.subject) for row in rows]


def test_an_empty_installation_has_no_library(app: Flask) -> None:
    with app.app_context():
        assert find_library() is None


def test_what_was_imported_is_what_is_read(filled: Flask) -> None:
    with filled.app_context():
        assert library() == own_library()


@pytest.mark.parametrize("links", [None, (), ("police",), ("police", "home-office")])
def test_the_record_of_a_service_is_kept_whole(app: Flask, links: tuple[str, ...] | None) -> None:
    languages = build.unit("contact/line/languages", "Any language", Gravity.MEANING)
    whole = Contact(
        "line", "Line", "101", "101", "A charity", (languages,), build.SOURCE, TODAY, False, False, "18001", "A fund", links, "AB"
    )
    bare = Contact("bare", "Bare", "102", "102", "Bare", (), build.SOURCE)
    content = replace(build.library({}, []), contacts={"line": whole, "bare": bare})
    with app.app_context():
        merged, steps = merge(None, content)
        save_library(merged, steps, by="test", now=NOW)
        db.session.commit()
        db.session.expire_all()
        assert library().contacts == {"line": whole, "bare": bare}
        assert (db.session.scalars(select(ContactRow.key).where(ContactRow.linked_to.is_(None)).order_by(ContactRow.key)).all()) == (
            ["bare", "line"] if links is None else ["bare"]
        )


def test_loading_again_writes_nothing(filled: Flask) -> None:
    with filled.app_context():
        assert load_demonstration(now=NOW + timedelta(days=3)) is False
        assert not db.session.new
        assert not db.session.dirty


def test_invented_services_are_for_the_demonstration_only(filled: Flask) -> None:
    with filled.app_context():
        assert "adviser" in library().contacts
        assert "adviser" not in without_invented(library()).contacts


def test_the_number_of_queries_does_not_grow_with_the_content(filled: Flask) -> None:
    asked: list[str] = []
    with filled.app_context():
        engine = db.engine
        event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]) if args[2].startswith("SELECT") else None)
        library()
    assert len(asked) == 7


def test_a_change_is_appended_and_the_older_texts_stay(filled: Flask) -> None:
    key = "claim/not-law"
    with filled.app_context():
        before = library()
        changed = revise(units_of(before)[key], "National guidance is not a law.", Gravity.WORDING, TODAY)
        merged, steps = merge(before, with_units(before, {**units_of(before), key: changed}))
        save_library(merged, steps, by="test", now=NOW)
        db.session.commit()
        after = units_of(library())[key]
        assert [revision.text for revision in after.revisions] == [units_of(before)[key].english, "National guidance is not a law."]
        assert after.translations["ur"] == units_of(before)[key].translations["ur"]


def test_a_new_translation_is_appended_and_the_older_one_stays(filled: Flask) -> None:
    key = "claim/not-law"
    with filled.app_context():
        before = library()
        unit = units_of(before)[key]
        new = {**unit.translations, "ur": Translation("نیا", revision_id(unit.english))}
        merged, steps = merge(
            before, with_units(before, {**units_of(before), key: type(unit)(key, unit.kind, unit.english, unit.revisions, new)})
        )
        save_library(merged, steps, by="test", now=NOW)
        db.session.commit()
        assert units_of(library())[key].translations["ur"].text == "نیا"
        assert len(db.session.scalars(select(TranslationRow).filter_by(unit_key=key, language="ur")).all()) == 2


def test_withdrawing_and_restoring_leave_their_rows_and_ask_for_publication(filled: Flask) -> None:
    with filled.app_context():
        withdraw_claim("no-barrier", reason="the law changed", by="test", now=NOW)
        db.session.commit()
        assert library().claims["no-barrier"].is_withdrawn
        with pytest.raises(NothingToDo, match="has been withdrawn since"):
            withdraw_claim("no-barrier", reason="again", by="test", now=NOW)
        restore_claim("no-barrier", by="test", now=NOW + timedelta(minutes=1))
        db.session.commit()
        assert not library().claims["no-barrier"].is_withdrawn
        with pytest.raises(NothingToDo, match="is not withdrawn"):
            restore_claim("no-barrier", by="test", now=NOW)
        assert actions() == [("claim.withdrawn", "claim/no-barrier"), ("claim.restored", "claim/no-barrier")]
        assert {request.reason for request in list_open_requests()} >= {"claim/no-barrier withdrawn", "claim/no-barrier restored"}


def test_an_unknown_claim_is_refused(filled: Flask) -> None:
    with filled.app_context(), pytest.raises(UnknownClaim, match="there is no claim 'nothing'"):
        withdraw_claim("nothing", reason="x", by="test", now=NOW)


def test_a_claim_past_its_review_lapses_once_and_a_lifeline_only_alarms(filled: Flask) -> None:
    with filled.app_context():
        for row in db.session.scalars(select(ClaimRow)):
            row.review_by = None
        caution, lifeline = db.session.get_one(ClaimRow, "not-law"), db.session.get_one(ClaimRow, "call-999")
        assert lifeline.kind == ClaimKind.LIFELINE
        caution.review_by = lifeline.review_by = TODAY
        db.session.commit()
        asked = db.session.query(PublicationRequest).count()
        assert note_lapses(now=NOW) == []
        assert note_lapses(now=NOW + timedelta(days=1)) == ["call-999", "not-law"]
        db.session.commit()
        assert note_lapses(now=NOW + timedelta(days=2)) == []
        assert sorted(actions()) == [("claim.lapsed", "claim/not-law"), ("lifeline.overdue", "claim/call-999")]
        assert db.session.query(PublicationRequest).count() == asked + 1


def test_a_block_that_was_taken_away_can_come_back(filled: Flask) -> None:
    with filled.app_context():
        whole = library()
        page = next(page for page in whole.pages if page.slug == "home")
        without = replace(whole, pages=tuple(replace(p, blocks=p.blocks[:1]) if p is page else p for p in whole.pages))
        for files in (without, whole):
            merged, steps = merge(find_library(), files, stored=stored_units())
            assert save_library(merged, steps, by="test", now=NOW)
            db.session.commit()
        assert library() == whole
