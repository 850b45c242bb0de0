"""Vetting in a browser: an application is checked, proposed, decided by a second person, joined by its owner, and listed; what is asked
comes back; pages are accessible and fit a telephone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from werkzeug.serving import make_server

from outreach.accounts.links import write_invitation
from outreach.core.clock import frozen_clock
from outreach.core.config import Config
from outreach.core.db import db
from outreach.demo.accounts import load_accounts
from outreach.demo.partners import load_partners
from outreach.partners.models import Member, Organisation
from outreach.partners.queries import is_listed
from outreach.vetting.links import write_token
from outreach.vetting.models import Question
from tests.browser.conftest import Quiet
from tests.browser.test_campaigns import Office, save, tab_of
from tests.browser.test_staff import check, new_tab
from tests.conftest import NOW
from tests.serving import serving

SIZES = [(1280, 800), (360, 640)]
NEW, ASKED, REFUSED = "Saltmarsh Sisters (invented)", "Threshold Deaf Club (invented)", "Northway Papers Ltd (invented)"


@pytest.fixture(scope="module")
def office(make_app: Callable[[Config], Flask], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("vetting")
    app = make_app(Config(data_dir=folder, clock=frozen_clock(NOW)))
    with app.app_context():
        load_accounts(folder, now=NOW)
        load_partners(now=NOW)
        db.session.commit()
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    with serving(server):
        yield f"http://127.0.0.1:{server.server_port}", app


def page_of(office: Office, name: str) -> str:
    with office[1].app_context():
        found = db.session.scalars(select(Organisation.id).where(Organisation.name == name)).one()
        return f"/manage/partners/{found}"


def link_of(office: Office, name: str) -> str:
    with office[1].app_context():
        organisation = db.session.scalars(select(Organisation).where(Organisation.name == name)).one()
        return f"/partners/application/{write_token(organisation, office[1].config['OUTREACH'])}"


def invitation_of(office: Office, name: str) -> str:
    with office[1].app_context():
        wanted = select(Member).join(Member.organisation).where(Organisation.name == name)
        member = db.session.scalars(wanted).one()
        db.session.refresh(member, ["account"])
        return f"/manage/invitation/{write_invitation(member.account, office[1].config['OUTREACH'])}"


def is_shown(office: Office, name: str) -> bool:
    with office[1].app_context():
        return name in db.session.scalars(select(Organisation.name).where(is_listed(NOW))).all()


def check_everything(tab: Page, home: str) -> None:
    for item, asked in (("Safeguarding", ""), ("Reference 1", "A library"), ("Reference 2", "A school"), ("Ties to the police", "")):
        tab.goto(home)
        tab.get_by_role("link", name=item).click()
        tab.get_by_label("Done: as it should be").check()
        if asked:
            tab.get_by_label("Who was asked").fill(asked)
        save(tab, "Save")


def test_an_application_is_vetted_approved_by_a_second_person_joined_and_listed(browser: Browser, office: Office) -> None:
    first, second = tab_of(browser, office, "coordinator"), tab_of(browser, office, "lead", (360, 640))
    home = page_of(office, NEW)
    first.goto("/manage/partners/queue")
    first.get_by_role("link", name=NEW).click()
    check_everything(first, home)
    first.get_by_role("button", name="Propose to approve").click()
    save(first, "Propose")
    expect(first.get_by_text("Tick this, or step back from this organisation").first).to_be_visible()
    first.get_by_label("I have no tie to this organisation").check()
    save(first, "Propose")
    expect(first.get_by_text("It counts when a second person decides so")).to_be_visible()
    second.goto(home)
    second.get_by_role("button", name="Read and decide").click()
    check(second)
    second.get_by_label("I decide as proposed").check()
    second.get_by_label("I have no tie to this organisation").check()
    save(second, "Decide")
    expect(second.get_by_text("Its contact was invited by mail")).to_be_visible()
    assert not is_shown(office, NEW)
    owner = new_tab(browser, office[0], (360, 640), bypass_csp=True)
    owner.goto(invitation_of(office, NEW))
    owner.get_by_label("Your name").fill("Invented Owner")
    for label in ("Password", "The same password again"):
        owner.get_by_label(label, exact=True).fill("seven tall invented lighthouses")
    save(owner, "Join")
    owner.get_by_label("Email address").fill("contact@saltmarsh.example")
    owner.get_by_label("Password", exact=True).fill("seven tall invented lighthouses")
    save(owner, "Sign in")
    owner.goto("/manage/")
    owner.get_by_role("link", name="Read the agreements").click()
    check(owner)
    owner.get_by_label("What you are in your organisation").fill("Chair")
    owner.get_by_label("We put no data about the people").check()
    owner.get_by_label("We have read how we work together").check()
    save(owner, "Accept")
    expect(owner.get_by_text("Accepted, in your name")).to_be_visible()
    assert is_shown(office, NEW)


def test_an_applicant_answers_by_its_link_without_scripts(browser: Browser, office: Office) -> None:
    tab = new_tab(browser, office[0], (360, 640), java_script_enabled=False)
    tab.goto(link_of(office, ASKED))
    tab.get_by_role("link", name="Safeguarding").click()
    tab.get_by_label("Who leads on safeguarding").fill("Another Lead")
    save(tab, "Send the answer")
    expect(tab.get_by_text("Your answer is with those who look")).to_be_visible()
    staff = tab_of(browser, office, "lead")
    staff.goto(page_of(office, ASKED))
    expect(staff.get_by_text("Another Lead").first).to_be_visible()
    with office[1].app_context():
        assert db.session.scalars(select(Question.after).where(Question.answered_at == NOW)).one() == {"safeguarding_lead": "Another Lead"}


@pytest.mark.parametrize("size", SIZES)
def test_pages_are_accessible_and_fit(browser: Browser, office: Office, size: tuple[int, int]) -> None:
    staff = tab_of(browser, office, "second-lead", size)
    fresh, refused = page_of(office, "Bridge of Leaves (invented)"), page_of(office, REFUSED)
    lists = ["/manage/partners", "/manage/partners/queue", fresh, refused, page_of(office, "Lantern Allotments (invented)")]
    for path in [*lists, *(f"{fresh}/{rest}" for rest in ("ask", "checks/reference/1", "propose/refuse", "step-back"))]:
        staff.goto(path)
        check(staff)
    tab = new_tab(browser, office[0], size, bypass_csp=True)
    link = link_of(office, REFUSED)
    for path in (link, f"{link}/appeal", link_of(office, ASKED), link_of(office, "Quiet Harbour Choir (invented)")):
        tab.goto(path)
        check(tab)
