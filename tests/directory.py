"""Services for tests: values that fit together, what makes services of them, and the pages that readers get."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from flask_babel import force_locale

from outreach.content.library import SERVICES_PAGE
from outreach.content.phrases import NeverSay
from outreach.core.db import db
from outreach.core.languages import LANGUAGES
from outreach.directory.assigning import Act
from outreach.directory.models import Service
from outreach.directory.operations import add_service, show_service
from outreach.directory.queries import get_service
from outreach.directory.rules import Access, CallCost, Capacity, Cost, Mode, Need, PassesOn, Recourse, Standing
from outreach.directory.told import find_directory
from outreach.partners.models import Organisation
from outreach.site.rendering import Rendering, make_renderer
from outreach.site.service_pages import ServicePages
from tests.accounts import EVERYWHERE
from tests.conftest import NOW
from tests.own_content import own_library
from tests.pages import Page, parse_page

PHONE: tuple[str, str, str, list[str]] = ("+441632960123", "01632 960123", CallCost.FREE, [])


def values(**more: Any) -> dict[str, Any]:
    """Everything that a service is made of: advice in Kent in Tigrinya, on weekday mornings, run by a council."""
    return {
        "name": "Marsh Advice",
        "provider": "Marsh council",
        "description": "Advice for everybody.",
        "standing": Standing.INDEPENDENT,
        "ties": [],
        "passes_on": PassesOn.ASKS_FIRST,
        "passes_to": [],
        "is_national": False,
        "areas": ["kent"],
        "is_confidential": False,
        "address": "",
        "website": "",
        "email": "",
        "recourse": Recourse.YES,
        "communities": [],
        "min_age": None,
        "max_age": None,
        "immigration_level": None,
        "cost": Cost.FREE,
        "access": [Access.DROP_IN],
        "is_always_open": False,
        "capacity": Capacity.OPEN,
        "trained_on": None,
        "contact_on": None,
        "note": "",
        "needs": [Need.ADVICE],
        "openings": [(day, time(9), time(12)) for day in range(5)],
        "other_days": [],
        "phones": [PHONE],
        "languages": [("ti", Mode.NATIVE, "", [])],
        **more,
    }


def add_shown(by: UUID, *, now: datetime = NOW, organisation_id: UUID | None = None, is_draft: bool = False, **more: Any) -> UUID:
    """A service that readers may see, committed; in an application context."""
    organisation = db.session.get_one(Organisation, organisation_id) if organisation_id else None
    made = add_service(uuid4(), values(**more), Act(by, now), organisation=organisation)
    if not is_draft:
        show_service(made, Act(by, now))
    db.session.commit()
    return made.id


def load(service_id: UUID) -> Service:
    """The service, ready to be changed."""
    return get_service(service_id, scope=EVERYWHERE, is_locked=True)


def make_pages(app: Flask, tag: str = "en", *, now: datetime = NOW, never_say: NeverSay | None = None) -> list[Rendering]:
    """Every page about services in the language *tag*; in an application context."""
    content = own_library()
    renderer = make_renderer(content, app.config["OUTREACH"], today=now.date(), never_say=never_say or {}, known={})
    page = next(page for page in content.pages if page.slug == SERVICES_PAGE)
    with force_locale(LANGUAGES[tag].cldr):
        return list(ServicePages(renderer, page, find_directory(now), tag, LANGUAGES[tag]).all())


def read_pages(app: Flask, tag: str = "en", *, now: datetime = NOW) -> dict[str, Page]:
    """Those pages, parsed, by what follows the language in their paths: 'find-help', 'find-help/kent'."""
    return {made.path.removeprefix(f"{tag}/").removesuffix(".html"): parse_page(made.body or b"") for made in make_pages(app, tag, now=now)}
