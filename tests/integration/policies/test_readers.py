"""The sentence of an entry: read by two people, then shown to readers of its area, and to nobody when it does not hold any more."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from outreach.accounts.rules import Role
from outreach.audit.models import AuditEntry
from outreach.content.imports import merge, merge_translations
from outreach.content.library import AREA_PAGE, Claim, ClaimKind, Library, Translation
from outreach.content.models import ClaimRow, PublicationRequest
from outreach.content.operations import note_lapses, restore_claim, save_library, withdraw_claim
from outreach.content.queries import find_claim, find_library, find_units, list_cautions, stored_units
from outreach.core.config import Config
from outreach.core.db import db
from outreach.core.languages import LANGUAGES
from outreach.core.text import revision_id
from outreach.policies.models import Policy
from outreach.policies.operations import approve_policy, draft_policy, set_policy_aside, tell_readers_everywhere
from outreach.policies.rules import Found, Tone
from outreach.site.rendering import Renderer
from tests import pages
from tests.accounts import add_account, areas, post, sign_in
from tests.conftest import NOW
from tests.integration.commitments.test_register import hidden
from tests.integration.policies.test_policies import FORM, VALUES, person
from tests.unit.content.test_areas import FIRST, SECOND, caution, site

TODAY = NOW.date()
KEY = "policy-kent"
SAID, OTHER = "This force asks officers to help first.", "This force asks officers to listen first."
SENTENCE = {"for_readers": SAID, "tone": Tone.ENCOURAGING}
WARNING = {"for_readers": "This force tells the Home Office.", "tone": Tone.WARNING}


@dataclass
class Office:
    """Two leads of an installation with a little content."""

    app: Flask
    first: UUID
    second: UUID

    def draft(self, place: str = "kent", **values: Any) -> Policy:
        return draft_policy(uuid4(), place, VALUES | values, by=person(self.first), now=NOW)

    def enter(self, place: str = "kent", **values: Any) -> Policy:
        entry = self.draft(place, **values)
        approve_policy(entry, by=person(self.second), now=NOW)
        db.session.commit()
        return entry

    def set_aside(self, entry: Policy) -> None:
        set_policy_aside(entry, reason="Wrong", by=person(self.first), now=NOW)
        db.session.commit()

    def page(self, tag: str = "en", area: str = "kent", today: date = TODAY) -> pages.Page | None:
        """The page of an area as a reader gets it."""
        renderer = Renderer(library(), self.app.config["OUTREACH"], today, frozenset({"en", "ur"}), {}, {})
        with force_locale(LANGUAGES[tag].cldr):
            made = {page.path: page.body for page in renderer.pages(tag, LANGUAGES[tag])}
        body = made.get(f"{tag}/{AREA_PAGE}/{area}.html")
        return pages.parse_page(body) if body else None

    def section(self, tag: str = "en", today: date = TODAY) -> str:
        """What the page of Kent says of its police; empty where it says nothing."""
        page = self.page(tag, today=today)
        assert page is not None
        return next((pages.text_of(each) for each in page.all("section") if "example.org/policy" in pages.text_of(each)), "")


@pytest.fixture
def office(app: Flask) -> Office:
    with app.app_context():
        load(site())
        return Office(app, add_account(Role.LEAD), add_account(Role.LEAD))


def load(files: Library) -> None:
    merged, steps = merge(find_library(), files, stored=stored_units())
    save_library(merged, steps, by="test", now=NOW)
    db.session.commit()


def library() -> Library:
    db.session.expire_all()
    found = find_library()
    assert found is not None
    return found


def told() -> Claim | None:
    db.session.expire_all()
    return find_claim(KEY)


def translate(text: str) -> None:
    merged, steps = merge_translations(library(), "ur", [(f"claim/{KEY}", Translation(text, revision_id(SAID)))])
    save_library(merged, steps, by="test", now=NOW)
    db.session.commit()


def acts() -> list[tuple[str, str]]:
    wanted = select(AuditEntry).where(AuditEntry.action.like("claim.%")).order_by(AuditEntry.place)
    return [(row.action, row.subject) for row in db.session.scalars(wanted)]


def requests() -> int:
    return db.session.scalar(select(func.count()).select_from(PublicationRequest)) or 0


def test_an_approved_sentence_is_a_claim_with_its_source_its_day_and_every_caution_of_the_page(office: Office) -> None:
    with office.app.app_context():
        before = requests()
        entry = office.draft(**SENTENCE)
        assert told() is None, "nobody has read it again"
        approve_policy(entry, by=person(office.second), now=NOW)
        db.session.commit()
        claim = told()
        assert claim is not None
        assert (claim.kind, claim.area, claim.nations, claim.owner) == (ClaimKind.REASSURANCE, "kent", ("england",), "Programme lead")
        assert (claim.review_by, claim.depends_on) == (VALUES["look_again_on"], (FIRST, SECOND))
        assert claim.source.title == "Policy of Kent police, version 2.1, dated 22 November 2026"
        assert (claim.source.address, claim.source.on) == (VALUES["url"], TODAY)
        assert (acts(), requests()) == ([("claim.put", f"claim/{KEY}")], before + 1)
        text = office.section()
        assert SAID in text
        assert f"Source: {claim.source.title} We read it on 22 November 2026. https://example.org/policy" in text
        page = office.page()
        assert page is not None
        assert not [link for link in page.links if "example.org" in link], "an address elsewhere is text and no link"


def test_a_warning_is_a_caution_of_its_nation(office: Office) -> None:
    with office.app.app_context():
        office.enter("gwent", **WARNING)
        claim = find_claim("policy-gwent")
        assert claim is not None
        assert (claim.kind, claim.nations, claim.depends_on) == (ClaimKind.CAUTION, ("wales",), ())


def test_the_national_guidance_and_an_entry_without_a_sentence_make_no_page(office: Office) -> None:
    with office.app.app_context():
        office.enter("national")
        office.enter("kent")
        assert [claim.key for claim in library().claims.values() if claim.area] == []
        assert acts() == []
        assert office.page() is None


def test_a_new_version_says_the_new_sentence_and_no_older_translation_stands_for_it(office: Office) -> None:
    with office.app.app_context():
        office.enter(**SENTENCE)
        translate("یہ پولیس پہلے مدد کرتی ہے۔")
        assert "پہلے مدد" in office.section("ur")
        office.enter(**SENTENCE | {"for_readers": OTHER}, edition="3", url="https://example.org/policy/3")
        unit = find_units([f"claim/{KEY}"])[f"claim/{KEY}"]
        assert unit is not None
        assert [revision.text for revision in unit.revisions] == [SAID, OTHER]
        assert "پہلے مدد" not in office.section("ur")
        assert OTHER in office.section("ur")
        assert "version 3" in office.section()
        assert SAID not in office.section()


def test_what_is_the_same_is_not_published_again(office: Office) -> None:
    with office.app.app_context():
        office.enter(**SENTENCE)
        before = (acts(), requests())
        office.enter(**SENTENCE)
        assert (acts(), requests()) == before
        tell_readers_everywhere(by="test", now=NOW)
        db.session.commit()
        assert (acts(), requests()) == before
        office.set_aside(office.draft(**SENTENCE | {"for_readers": OTHER}))
        assert (acts(), requests()) == before, "a draft that nobody approved"


def test_what_is_set_aside_falls_back_to_the_version_before_and_then_to_nothing(office: Office) -> None:
    with office.app.app_context():
        first = office.enter(**SENTENCE)
        translate("یہ پولیس پہلے مدد کرتی ہے۔")
        second = office.enter(**SENTENCE | {"for_readers": OTHER})
        office.set_aside(second)
        assert SAID in office.section()
        assert "پہلے مدد" in office.section("ur"), "a sentence that comes back finds its translation"
        office.set_aside(first)
        assert told() is None
        assert office.page() is None
        assert acts()[-1] == ("claim.dropped", f"claim/{KEY}")


def test_a_newer_version_without_a_sentence_takes_the_sentence_away(office: Office) -> None:
    with office.app.app_context():
        office.enter(**SENTENCE)
        office.enter(found=Found.NOTHING, url="")
        assert office.page() is None


def test_a_sentence_changes_its_tone_with_a_new_version(office: Office) -> None:
    with office.app.app_context():
        office.enter(**SENTENCE)
        office.enter(**SENTENCE | {"tone": Tone.WARNING})
        claim = told()
        assert claim is not None
        assert (claim.kind, claim.depends_on, len(claim.unit.revisions)) == (ClaimKind.CAUTION, (), 1)


def test_after_the_day_for_another_look_readers_are_told_that_it_is_being_checked(office: Office) -> None:
    with office.app.app_context():
        office.enter(**SENTENCE)
        day = VALUES["look_again_on"]
        assert SAID in office.section(today=day)
        page = office.page(today=day + timedelta(days=1))
        assert page is not None
        assert "Checking." in page.text
        assert SAID not in page.text
        assert "example.org" not in page.text, "no source stands under what it does not say"
        assert note_lapses(now=NOW + timedelta(days=91)) == [KEY]


def test_a_withdrawal_stays_whatever_a_new_version_says_until_it_is_restored(office: Office) -> None:
    with office.app.app_context():
        office.enter(**SENTENCE)
        withdraw_claim(KEY, reason="A complaint", by="test", now=NOW)
        db.session.commit()
        office.enter(**SENTENCE | {"for_readers": OTHER})
        page = office.page()
        assert page is not None
        assert "Checking." in page.text
        assert OTHER not in page.text
        restore_claim(KEY, by="test", now=NOW)
        db.session.commit()
        assert OTHER in office.section()


def test_what_is_withdrawn_and_set_aside_is_gone_when_it_is_restored(office: Office) -> None:
    with office.app.app_context():
        entry = office.enter(**SENTENCE)
        withdraw_claim(KEY, reason="A complaint", by="test", now=NOW)
        office.set_aside(entry)
        claim = told()
        assert claim is not None
        assert claim.is_withdrawn, "who knew the sentence is told that it is being checked"
        restore_claim(KEY, by="test", now=NOW)
        tell_readers_everywhere(by="test", now=NOW)
        db.session.commit()
        assert told() is None


def test_a_withdrawn_caution_of_the_page_hides_what_encourages(office: Office) -> None:
    with office.app.app_context():
        office.enter(**SENTENCE)
        withdraw_claim(FIRST, reason="x", by="test", now=NOW)
        db.session.commit()
        page = office.page()
        assert page is not None
        assert "The police in this area" not in page.text
        assert SAID not in page.text


def test_an_import_keeps_it_and_another_caution_on_the_page_is_one_that_it_depends_on(office: Office) -> None:
    with office.app.app_context():
        office.enter(**SENTENCE)
        before = told()
        assert before is not None
        load(site())
        assert told() == before
        load(site(cautions=(caution(FIRST), caution(SECOND), caution("third")), named=(FIRST, SECOND, "third")))
        assert told() == replace(before, depends_on=(FIRST, SECOND, "third"))
        assert list_cautions(AREA_PAGE) == (FIRST, SECOND, "third")


def test_what_was_entered_before_there_was_content_is_told_after_the_import(app: Flask) -> None:
    with app.app_context():
        office = Office(app, add_account(Role.LEAD), add_account(Role.LEAD))
        office.enter(**SENTENCE)
        office.enter("gwent", **WARNING)
        assert told() is None, "there is no page with cautions on which it could stand"
        load(site())
        tell_readers_everywhere(by="test", now=NOW)
        db.session.commit()
        assert sorted(claim.key for claim in library().claims.values() if claim.area) == ["policy-gwent", KEY]


def test_an_import_that_read_before_a_sentence_was_set_aside_does_not_bring_it_back(office: Office) -> None:
    with office.app.app_context():
        entry = office.enter(**SENTENCE)
        merged, steps = merge(find_library(), site(), stored=stored_units())
        office.set_aside(entry)
        save_library(merged, [*steps, *merge(None, site())[1][:1]], by="test", now=NOW)
        tell_readers_everywhere(by="test", now=NOW)
        db.session.commit()
        assert told() is None


@pytest.mark.parametrize(
    ("place", "values"),
    [
        ("kent", SENTENCE | {"tone": ""}),
        ("kent", SENTENCE | {"tone": "loud"}),
        ("kent", SENTENCE | {"found": Found.NOTHING}),
        ("national", SENTENCE),
    ],
)
def test_the_database_itself_knows_no_sentence_without_a_tone_or_a_source(office: Office, place: str, values: dict[str, Any]) -> None:
    with office.app.app_context():
        about = {"state": "draft", "number": 1, "read_by_id": office.first, "read_on": TODAY, "made_at": NOW}
        db.session.add(Policy(id=uuid4(), place=place, **about, **VALUES | values))
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("It is safe to tell the police in Kent.", "Take “it is safe to tell the police” out: no page may say that"),
        ("See https://example.org/more for more.", "Write words only"),
        ("{claim:not-law}", "Write words only"),
        ("Call 020 7946 0000.", "Take the telephone number out"),
        ("x" * 301, "Shorten this to 300 characters or fewer"),
    ],
)
def test_what_readers_may_not_be_told_is_refused_and_what_was_typed_is_kept(app: Flask, typed: str, complaint: str) -> None:
    with app.app_context():
        lead = add_account(Role.LEAD)
    client = sign_in(app, lead)
    opened = hidden(client.page("/manage/policies/kent/new"))
    answer = post(client, "/manage/policies/kent/new", **opened, **FORM, for_readers=typed, tone="encouraging")
    assert answer.status_code == 422
    page = pages.parse_page(answer.data)
    assert complaint in page.text
    area = next(element for element in page.all("textarea") if element.get("name") == "for_readers")
    assert (area.text or "").strip() == typed
    with app.app_context():
        assert db.session.scalar(select(Policy.id)) is None


def test_a_sentence_needs_a_tone_and_something_published(app: Flask) -> None:
    with app.app_context():
        lead = add_account(Role.LEAD)
    client = sign_in(app, lead)
    opened = hidden(client.page("/manage/policies/kent/new"))
    toneless = post(client, "/manage/policies/kent/new", **opened, **FORM, for_readers=SAID)
    assert (toneless.status_code, "Choose whether it warns or encourages" in toneless.text) == (422, True)
    nothing = post(client, "/manage/policies/kent/new", **opened, **FORM | {"found": "nothing"}, for_readers=SAID, tone="warning")
    assert (nothing.status_code, "where nothing is published, there is nothing to tell readers" in nothing.text) == (422, True)
    broken = post(client, "/manage/policies/kent/new", **opened, **FORM, for_readers=SAID.replace(" ", "\r\n", 1), tone="warning")
    assert broken.status_code == 303
    with app.app_context():
        assert db.session.scalar(select(Policy.for_readers)) == SAID, "one paragraph"
        db.session.execute(delete(Policy))
        db.session.commit()
    opened = hidden(client.page("/manage/policies/surrey/new"))
    assert post(client, "/manage/policies/surrey/new", **opened, **FORM, for_readers=" ", tone="warning").status_code == 303
    with app.app_context():
        assert db.session.execute(select(Policy.for_readers, Policy.tone)).one() == ("", ""), "without a sentence there is no tone"


def test_the_national_guidance_is_not_asked_for_a_sentence_and_keeps_none_that_is_sent(app: Flask) -> None:
    with app.app_context():
        lead = add_account(Role.LEAD)
    client = sign_in(app, lead)
    page = client.page("/manage/policies/national/new")
    assert not [element for element in page.all("textarea") if element.get("name") == "for_readers"]
    sent = {name: value for name, value in FORM.items() if name != "differences"}
    assert post(client, "/manage/policies/national/new", **hidden(page), **sent, for_readers=SAID, tone="warning").status_code == 303
    with app.app_context():
        assert db.session.execute(select(Policy.for_readers, Policy.tone)).one() == ("", "")


def test_the_pages_say_what_readers_will_be_told_and_are_told(office: Office) -> None:
    with office.app.app_context():
        entry = office.draft(**SENTENCE)
        near = add_account(Role.COORDINATOR, areas("kent"))
        path, version = f"/manage/policies/entries/{entry.id}", str(entry.version)
        db.session.commit()
    first, second = sign_in(office.app, near), sign_in(office.app, office.second)
    assert SAID in first.page(path).text
    page = second.page(path)
    assert "When you approve it, readers of this area are shown this sentence" in page.text
    assert "When you approve it" not in sign_in(office.app, office.first).page(path).text, "the first reader cannot"
    assert post(second, f"{path}/approve", version=version).status_code == 303
    place = first.page("/manage/policies/kent").text
    assert SAID in place
    assert "It encourages" in place
    assert "It is on the page “Who may see my information” of this area." in place
    assert f"Readers of this area are told “{SAID}” now." in first.page(f"{path}/set-aside").text
    with office.app.app_context():
        later = office.enter(**SENTENCE | {"for_readers": OTHER})
        assert f"are told “{SAID}” now" not in first.page(f"{path}/set-aside").text, "it is an older version"
        office.set_aside(db.session.get_one(Policy, later.id))
        withdraw_claim(KEY, reason="x", by="test", now=NOW)
        db.session.commit()
    assert "It was withdrawn: until an operator restores it" in first.page("/manage/policies/kent").text
    with office.app.app_context():
        db.session.get_one(ClaimRow, KEY).withdrawn_at = None
        db.session.get_one(ClaimRow, KEY).review_by = TODAY - timedelta(days=1)
        db.session.commit()
    assert "The day for another look has passed: readers are told" in first.page("/manage/policies/kent").text
    with office.app.app_context():
        db.session.delete(db.session.get_one(ClaimRow, KEY))
        db.session.commit()
    assert "It is not on readers’ pages" in first.page("/manage/policies/kent").text


def test_of_two_who_set_aside_at_once_the_second_sees_what_the_first_has_done(
    tmp_path: Path, make_app: Callable[[Config], Flask], new_postgres_database: str
) -> None:
    app = make_app(Config(data_dir=tmp_path, database_url=new_postgres_database))
    with app.app_context():
        load(site())
        office = Office(app, add_account(Role.LEAD), add_account(Role.LEAD))
        older, newer = office.enter(**SENTENCE).id, office.enter(**SENTENCE | {"for_readers": OTHER}).id
        db.session.remove()
    begun = threading.Event()

    def set_older_aside() -> None:
        begun.wait(10)
        with app.app_context():
            office.set_aside(db.session.get_one(Policy, older))

    other = threading.Thread(target=set_older_aside)
    other.start()
    with app.app_context():
        set_policy_aside(db.session.get_one(Policy, newer), reason="Wrong", by=person(office.first), now=NOW)
        begun.set()
        other.join(1)  # it waits for us, or has taken the newer one for what holds
        db.session.commit()
        other.join(10)
        assert told() is None
        db.session.remove()
