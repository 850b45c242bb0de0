"""The sentence of an entry: read by two people, then shown to readers of its area, and to nobody when it does not hold any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from flask import Flask

from outreach.accounts.rules import Role
from outreach.content.imports import merge
from outreach.content.library import AREA_PAGE, ClaimKind
from outreach.content.operations import note_lapses, restore_claim, save_library, withdraw_claim
from outreach.content.queries import find_claim, find_library, find_units, list_cautions, stored_units
from outreach.core.db import db
from outreach.policies.operations import approve_policy, tell_readers_everywhere
from outreach.policies.rules import Found, Tone
from tests.accounts import add_account
from tests.conftest import NOW
from tests.integration.policies.conftest import (
    KEY,
    OTHER,
    SAID,
    SENTENCE,
    TODAY,
    WARNING,
    Office,
    acts,
    library,
    load,
    requests,
    told,
    translate,
)
from tests.integration.policies.test_policies import VALUES, person
from tests.unit.content.test_areas import FIRST, SECOND, caution, site


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
