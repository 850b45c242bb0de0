"""What happens by itself: receipts, reminders, the end of applications without an answer, and new versions of the agreements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.core.config import Config
from outreach.core.db import db
from outreach.outbox.models import Mail
from outreach.partners.models import AgreementAccepted, Organisation
from outreach.partners.queries import is_listed
from outreach.partners.rules import Stage
from outreach.vetting import texts
from outreach.vetting.operations import ask
from outreach.vetting.tasks import ask_agreements, note_silence, receive_applications
from outreach.vetting.texts import LANGUAGES, current_version, list_versions, read_agreements
from tests.conftest import NOW
from tests.partners import add_member_of, add_organisation
from tests.vetting import Office, account, make_office

DAY = timedelta(days=1)


@pytest.fixture
def office(app: Flask) -> Iterator[Office]:
    with app.app_context():
        yield make_office(app)


def mails(kind: str) -> list[Mail]:
    return list(db.session.scalars(select(Mail).where(Mail.kind == f"vetting/{kind}").order_by(Mail.created_at)))


def config_of(office: Office) -> Config:
    config: Config = office.app.config["OUTREACH"]
    return config


def test_an_applicant_is_told_once_that_its_application_is_here(office: Office) -> None:
    assert [receive_applications(config_of(office), NOW + DAY * days) for days in (0, 0, 1, 9)] == [1, 0, 0, 0]
    (mail,) = mails("received")
    assert mail.secret == f"application:{office.organisation_id}"
    assert "20 December 2026" in mail.text  # 28 days from 22 November


def test_a_question_without_an_answer_is_reminded_of_twice_and_then_the_application_lapses_kindly(office: Office) -> None:
    ask(office.organisation, uuid4(), "reach", "What is your website?", by=account(office.first), now=NOW)
    db.session.commit()
    done = [note_silence(config_of(office), NOW + DAY * days) for days in (13, 14, 15, 44, 45, 59, 60, 61)]
    assert done == [0, 1, 0, 0, 1, 0, 1, 0]
    assert ["Reminder" in mail.subject for mail in mails("question")] == [False, True, True]
    assert office.organisation.stage == Stage.WITHDRAWN
    assert "Nothing was decided against you" in mails("lapsed")[0].text


def test_a_partner_has_sixty_days_for_a_new_version_and_is_reminded_and_nothing_else_changes(office: Office) -> None:
    partner = add_organisation()  # has accepted version 1
    add_member_of(partner)
    listed = select(Organisation.id)
    done = [ask_agreements(config_of(office), NOW + DAY * days) for days in (0, 1, 29, 30, 31, 59)]
    assert done == [1, 0, 0, 1, 0, 0]
    assert ["Reminder" in mail.subject for mail in mails("agreement")] == [False, True]
    assert db.session.scalars(listed.where(is_listed(NOW + 59 * DAY))).all() == [partner]
    assert db.session.scalars(listed.where(is_listed(NOW + 60 * DAY))).all() == []
    assert db.session.scalars(select(AgreementAccepted.holds_until)).all() == [NOW + 60 * DAY]
    assert db.session.get_one(Organisation, partner).stage == Stage.APPROVED


def test_the_agreements_say_what_they_have_to_in_both_languages() -> None:
    said = {
        "en": ("does not mean that you endorse the police", "Home Office", "never a ground", "Names, addresses", "leave at any time"),
        "cy": ("cymeradwyo’r heddlu", "Swyddfa Gartref", "byth yn sail", "Enwau, cyfeiriadau", "adael unrhyw bryd"),
    }
    for version in list_versions():
        for language in LANGUAGES:
            read = read_agreements(version, language)
            whole = " ".join(line for text in read.texts for block in text.blocks for line in block.lines)
            assert [words for words in said[language] if words not in whole] == []
        english, welsh = (read_agreements(version, language) for language in LANGUAGES)
        shapes = [[(block.kind, len(block.lines)) for text in read.texts for block in text.blocks] for read in (english, welsh)]
        assert shapes[0] == shapes[1]
    with pytest.raises(ValueError, match="9999"):
        read_agreements("9999", "en")


DIGESTS = {
    "2026-11-26": (
        "66c3ce600c4c80b1e6f775dc05ee109ee2d5250da01fed828752f964be0717f7",
        "957641e482cfe07dd80cc0c3e6f939e64badf645c4987ad8eb0b7442381aa663",
    ),
    "2026-11-27": (
        "66c3ce600c4c80b1e6f775dc05ee109ee2d5250da01fed828752f964be0717f7",
        "9f18614de8dc3e840289e46afcc50277c345526ecc0f2a9b4ecab356f6704d0b",
    ),
}


def test_what_was_accepted_once_is_never_changed() -> None:
    """A change of the texts is a new folder: the hashes of those that were ever published stand here."""
    assert {version: tuple(read_agreements(version, one).digest for one in LANGUAGES) for version in list_versions(texts.FOLDER)} == DIGESTS
    assert current_version() == max(DIGESTS)
