"""Services: who sees them, who changes what, what can be found, and that a confidential one has no address."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations, islice
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from outreach.accounts.models import Account
from outreach.content.models import PublicationRequest
from outreach.core.db import db
from outreach.directory.assigning import Act, values_of
from outreach.directory.models import Service, ServiceGram, ServiceLanguage
from outreach.directory.operations import (
    ServiceRefused,
    add_service,
    archive_service,
    change_service,
    close_service,
    confirm_service,
    end_service,
    reopen_service,
)
from outreach.directory.queries import find_alike, has_words, services_of
from outreach.directory.rules import Mode, Need, Reason, Refusal, Stage
from outreach.directory.tasks import follow_organisations, tell_today
from outreach.directory.told import find_directory
from outreach.partners.models import Organisation
from outreach.partners.operations import withdraw_consent
from outreach.partners.rules import Consent
from tests.accounts import EVERYWHERE, add_account, areas, sign_in
from tests.conftest import NOW
from tests.directory import add_shown, load, values
from tests.partners import add_organisation
from tests.queries import counted_queries

BASE = "/manage/directory"


def requests() -> int:
    return db.session.scalar(select(func.count()).select_from(PublicationRequest)) or 0


def told_names() -> list[str]:
    return [one.name for one in find_directory(NOW).services]


def found(words: str) -> list[str]:
    wanted = services_of(EVERYWHERE)
    condition = has_words(words)
    return sorted(row.name for row in db.session.execute(wanted if condition is None else wanted.where(condition)))


@pytest.mark.parametrize("name", ["address", "website", "email"])
def test_no_address_of_a_confidential_service_can_be_stored_whoever_writes(app: Flask, name: str) -> None:
    with app.app_context():
        me = add_account()
        with pytest.raises(ServiceRefused, match=Refusal.CONFIDENTIAL):
            add_service(uuid4(), values(is_confidential=True, **{name: "x"}), Act(me, NOW), organisation=None)
        db.session.rollback()
        more: dict[str, Any] = {name: "https://x.example"}
        service_id = add_shown(me, **more)
        with pytest.raises(ServiceRefused, match=Refusal.CONFIDENTIAL):
            change_service(load(service_id), {"is_confidential": True}, Act(me, NOW))
        with pytest.raises(IntegrityError, match="confidential"):
            db.session.execute(update(Service).values(is_confidential=True))
        db.session.rollback()


def test_a_change_is_on_record_by_names_and_readers_pages_are_made_anew(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        service_id = add_shown(me)
        before = requests()
        later = NOW + timedelta(hours=1)
        changed = change_service(load(service_id), {"name": "Marsh Help", "needs": [Need.LEGAL, Need.ADVICE]}, Act(me, later))
        db.session.commit()
        service = load(service_id)
        assert changed == ["name", "needs"]
        assert [row.need for row in service.needs] == [Need.LEGAL, Need.ADVICE]
        assert (service.changed_at, service.confirmed_at) == (later, NOW), "an edit confirms nothing"
        assert requests() == before + 1
        assert change_service(service, values_of(service), Act(me, later)) == []
        assert requests() == before + 1, "nothing was different"
        change_service(service, {"note": "Ask for the second floor."}, Act(me, later))
        assert requests() == before + 1, "readers never see the note"


def test_what_is_for_first_of_all_is_a_matter_of_order(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        service_id = add_shown(me, needs=[Need.ADVICE, Need.LEGAL])
        assert change_service(load(service_id), {"needs": [Need.LEGAL, Need.ADVICE]}, Act(me, NOW)) == ["needs"]
        db.session.commit()
        assert [row.need for row in load(service_id).needs] == [Need.LEGAL, Need.ADVICE]


def test_a_confirmation_is_of_every_language_too(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        service_id = add_shown(me, languages=[("ti", Mode.NATIVE, "", []), ("am", Mode.PHONE, "", [0])])
        later = NOW + timedelta(days=40)
        confirm_service(load(service_id), Act(me, later))
        db.session.commit()
        assert set(db.session.scalars(select(ServiceLanguage.confirmed_on))) == {later.date()}


def test_readers_see_it_only_while_its_organisation_is_listed(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        organisation_id = add_organisation()
        unlisted = add_organisation(consents=[Consent.OPEN_DATA])
        add_shown(me, name="Listed", organisation_id=organisation_id)
        add_shown(me, name="Unlisted", organisation_id=unlisted)
        add_shown(me, name="Of a council")
        add_shown(me, name="Draft", is_draft=True)
        assert told_names() == ["Listed", "Of a council"]
        organisation = db.session.get_one(Organisation, organisation_id)
        withdraw_consent(organisation, Consent.LISTED, by=db.session.get_one(Account, me), now=NOW)
        db.session.flush()
        assert told_names() == ["Of a council"]


@pytest.mark.parametrize(("days", "is_there", "is_old"), [(89, True, False), (90, True, True), (119, True, True), (120, False, False)])
def test_what_nobody_confirms_is_said_to_be_old_and_goes_away(app: Flask, days: int, is_there: bool, is_old: bool) -> None:
    with app.app_context():
        add_shown(add_account(), now=NOW - timedelta(days=days))
        told = find_directory(NOW).services
        assert bool(told) is is_there
        assert [one.is_unverified for one in told] == ([is_old] if is_there else [])


def test_a_centre_that_has_lapsed_is_none_to_readers(app: Flask) -> None:
    with app.app_context():
        me, today = add_account(), NOW.date()
        fresh: dict[str, Any] = {"trained_on": today - timedelta(days=10), "contact_on": today - timedelta(days=10)}
        add_shown(me, name="Active", needs=[Need.REPORTING], **fresh)
        add_shown(me, name="Lapsed", needs=[Need.REPORTING], **{**fresh, "contact_on": today - timedelta(days=183)})
        add_shown(me, name="More than that", needs=[Need.REPORTING, Need.ADVICE])
        told = {one.name: one.needs for one in find_directory(NOW).services}
        assert told == {"Active": (Need.REPORTING,), "More than that": (Need.ADVICE,)}


def test_a_closure_is_told_from_two_weeks_before_until_it_is_over(app: Flask) -> None:
    with app.app_context():
        me, today = add_account(), NOW.date()
        service_id = add_shown(me)
        close_service(
            load(service_id), since=today + timedelta(days=15), until=today + timedelta(days=20), because=Reason.MOVING, act=Act(me, NOW)
        )
        db.session.commit()
        seen = []
        for day in (0, 1, 15, 20, 21):
            (one,) = find_directory(NOW + timedelta(days=day)).services
            seen.append(None if one.closed is None else "ahead" if one.closed.since else "now")
        assert seen == [None, "ahead", "now", "now", None]
        reopen_service(load(service_id), Act(me, NOW))
        db.session.commit()
        assert find_directory(NOW + timedelta(days=15)).services[0].closed is None


def test_what_has_ended_or_is_archived_keeps_its_id_and_readers_see_it_no_more(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        ended, archived = add_shown(me, name="Ended"), add_shown(me, name="Archived")
        before = requests()
        end_service(load(ended), Act(me, NOW))
        archive_service(load(archived), Act(me, NOW))
        db.session.commit()
        assert told_names() == []
        assert requests() == before + 2
        assert load(ended).ended_at == load(archived).archived_at == NOW
        with pytest.raises(ServiceRefused, match=Refusal.STAGE):
            change_service(load(ended), {"name": "x"}, Act(me, NOW))
        reopen_service(load(ended), Act(me, NOW))
        db.session.commit()
        assert (load(ended).stage, load(ended).ended_at) == (Stage.DRAFT, None)


def test_a_search_finds_pieces_of_names_and_of_those_who_run_it_and_short_words_too(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        organisation_id = add_organisation(name="Ünal Circle")
        add_shown(me, name="Tea & talk", organisation_id=organisation_id)
        add_shown(me, name="Marsh Advice", provider="Marsh council")
        assert found("marsh") == found("COUNCIL marsh") == found("dvic") == found("ma") == ["Marsh Advice"]
        assert found("ünal") == found("&") == found("te") == ["Tea & talk"]
        assert found("a") == found("") == ["Marsh Advice", "Tea & talk"]
        assert found("marsh circle") == found("advices") == found("100%") == found("_") == []
        change_service(load(_id("Marsh Advice")), {"name": "Fen"}, Act(me, NOW))
        db.session.commit()
        assert found("advice") == []
        assert found("fen") == ["Fen"]


def test_a_search_finds_what_has_every_piece_whatever_they_are_and_how_many(app: Flask) -> None:
    pieces = ("sky", "sk", "y", "house", "hous", "blue", "lue", "line", "shelter", "helters", "for")
    names = ("Blue sky house", "Sky line houses", "Blue line", "Night shelter for blue skies", "Lune & sky")
    with app.app_context():
        me = add_account()
        for name in names:
            add_shown(me, name=name, provider="Fen")
        for wanted in (chosen for many in (1, 2, 3, 5) for chosen in islice(combinations(pieces, many), 0, None, many)):
            assert found(" ".join(wanted)) == sorted(name for name in names if all(piece in name.casefold() for piece in wanted)), wanted


def test_services_of_the_same_name_are_told_as_far_as_they_are_in_sight(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        here = add_shown(me, name="Marsh Advice")
        assert [row.id for row in find_alike(" marsh advice", areas("kent"))] == [here]
        assert find_alike("Marsh Advice", areas("kent"), but=here) == []
        assert find_alike("Marsh Advice", areas("surrey")) == []


def _id(name: str) -> UUID:
    return db.session.scalars(select(Service.id).where(Service.name == name)).one()


def test_services_follow_the_name_of_their_organisation(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        organisation_id = add_organisation(name="Old Name")
        service_id = add_shown(me, organisation_id=organisation_id)
        db.session.get_one(Organisation, organisation_id).name = "New Name"
        db.session.commit()
        assert follow_organisations(app.config["OUTREACH"], NOW) == 1
        assert follow_organisations(app.config["OUTREACH"], NOW) == 0
        assert load(service_id).provider == "New Name"
        assert found("new") == ["Marsh Advice"]
        assert db.session.scalar(select(func.count()).select_from(ServiceGram).where(ServiceGram.gram == "old")) == 0


def test_pages_are_asked_for_when_a_day_begins_in_london_and_once(app: Flask) -> None:
    with app.app_context():
        me, config = add_account(), app.config["OUTREACH"]
        assert tell_today(config, NOW + timedelta(days=1)) == 0, "readers see no service"
        add_shown(me)
        assert tell_today(config, NOW.replace(hour=23)) == 0
        tomorrow = NOW.replace(hour=0, minute=1) + timedelta(days=1)
        assert tell_today(config, tomorrow) == 1
        assert tell_today(config, tomorrow) == 0


def test_as_many_queries_for_many_services_as_for_one(app: Flask) -> None:
    with app.app_context():
        me, counts = add_account(), []
        for number in (1, 12):
            for _each in range(number):
                add_shown(me, name=f"Service {uuid4()}", organisation_id=add_organisation())
            with counted_queries(app) as asked:
                find_directory(NOW)
            counts.append(len(asked))
    assert counts == [10, 10]
    client = sign_in(app, me)
    pages = []
    for path in (BASE, f"{BASE}?q=serv"):
        with counted_queries(app) as asked:
            assert client.get(path).status_code == 200
        pages.append(len(asked))
    with app.app_context():
        for _each in range(12):
            add_shown(me, name=f"Service {uuid4()}")
    for path, before in zip((BASE, f"{BASE}?q=serv"), pages, strict=True):
        with counted_queries(app) as asked:
            client.get(path)
        assert len(asked) == before
