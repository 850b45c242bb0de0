"""What the API answers is what its own document says and, where they are to be had, what the published schemas of the standard ask for.

`OUTREACH_HSDS_SCHEMAS` is a folder with the schemas of HSDS-UK 3.0 (`compiled_service.json`, `taxonomy.json` …).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any
from uuid import UUID

import jsonschema_rs
import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings

from outreach.core.areas import AREAS
from outreach.core.db import db
from outreach.directory.assigning import Act
from outreach.directory.operations import end_service
from outreach.directory.rules import Access, CallCost, Cost, Mode, Need, Recourse
from outreach.openreferral.document import write_document
from outreach.partners.rules import Community, Regulator, Tie
from tests.accounts import add_account
from tests.conftest import NOW
from tests.directory import add_shown, load
from tests.partners import add_organisation

ROOT = "/api/oruk"
PUBLISHED = os.environ.get("OUTREACH_HSDS_SCHEMAS", "")
BODIES = {
    "services": ("compiled_service_list", "compiled_service"),
    "service_at_locations": ("compiled_service_at_location", "compiled_service_at_location"),
    "taxonomies": ("taxonomy", "taxonomy"),
    "taxonomy_terms": ("taxonomy_term", "taxonomy_term"),
}
"""What lists hold, and what one is when it is asked for by itself: the names of published schemas."""


@pytest.fixture
def full(app: Flask) -> Iterator[Flask]:
    """Services with everything that there is a place for, with hardly anything, and one that has left."""
    with app.app_context():
        numbers = ("GB-CHC-1141636", "GB-SC-SC051284", "GB-NIC-100012", "GB-COH-01234567")
        said: dict[str, Any] = {
            "identifiers": numbers,
            "website": "https://harbour.example",
            "email": "info@harbour.example",
            "regulator": Regulator.IAA,
        }
        organisation, by = add_organisation(**said), add_account()
        add_shown(by, organisation_id=organisation, **everything())
        add_shown(
            by, organisation_id=organisation, is_national=True, areas=[], is_always_open=True, cost=Cost.UNKNOWN, access=[], languages=[]
        )
        gone = load(add_shown(by, organisation_id=organisation))
        end_service(gone, Act(by, NOW))
        db.session.commit()
        yield app


def everything() -> dict[str, Any]:
    return {
        "address": "1 Harbour Street, Dover",
        "email": "tea@harbour.example",
        "ties": [*Tie],
        "communities": [*Community],
        "min_age": 16,
        "max_age": 99,
        "immigration_level": 3,
        "cost": Cost.PARTLY,
        "recourse": Recourse.ASK,
        "access": [*Access],
        "capacity": "waiting",
        "needs": [*Need],
        "areas": [*AREAS],
        "openings": [(0, time(9), time(12)), (0, time(13), time(17)), (6, time(9), time(12))],
        "other_days": [(date(2026, 12, 25), None, None), (date(2026, 12, 26), time(9), time(10))],
        "phones": [("+441632960001", "01632 960 001", CallCost.FREE, ["en", "zh-Hans"]), ("999", "999", CallCost.FREE, [])],
        "languages": [("prs", mode, "Hazaragi", [0, 2]) for mode in Mode],
    }


def bodies(app: Flask) -> Iterator[tuple[str, bool, Any]]:
    """Everything that the API tells: of which kind, whether it stands in a list, and the body."""
    client = app.test_client()
    for kind in BODIES:
        page = client.get(f"{ROOT}/{kind}?per_page=250").json
        assert page
        assert page["contents"]
        for one in page["contents"]:
            yield kind, True, one
            yield kind, False, client.get(f"{ROOT}/{kind}/{one['id']}").json


def test_everything_that_is_told_is_what_the_document_says(full: Flask) -> None:
    document = write_document("")
    names = {"services": "Service", "service_at_locations": "LocatedService", "taxonomies": "Taxonomy", "taxonomy_terms": "TaxonomyTerm"}
    checks = {
        kind: jsonschema_rs.validator_for(
            {"$ref": f"#/components/schemas/{name}", "components": document["components"]}, validate_formats=True
        )
        for kind, name in names.items()
    }
    for kind, _is_listed, body in bodies(full):
        assert not [str(error) for error in checks[kind].iter_errors(body)]


@pytest.mark.skipif(not PUBLISHED, reason="the published schemas are not here: set OUTREACH_HSDS_SCHEMAS to their folder")
def test_everything_that_is_told_is_what_the_published_schemas_ask_for(full: Flask) -> None:
    def load(name: str) -> Any:
        schema = json.loads((Path(PUBLISHED) / f"{name}.json").read_text("utf-8"))
        return jsonschema_rs.validator_for(schema, validate_formats=True, base_uri=f"{Path(PUBLISHED).absolute().as_uri()}/")

    checks = {name: load(name) for names in BODIES.values() for name in names}
    for kind, is_listed, body in bodies(full):
        name = BODIES[kind][0 if is_listed else 1]
        assert not [f"{name}: {error}" for error in checks[name].iter_errors(body)]


def test_no_question_whether_the_document_allows_it_or_not_makes_it_fail(full: Flask) -> None:
    schema, seen = schemathesis.openapi.from_wsgi(f"{ROOT}/openapi.json", full), set()
    for found in schema.get_all_operations():
        operation: Any = found
        operation = operation.ok()
        wrong = operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE)

        @settings(max_examples=10, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy() | wrong)
        def ask(case: Any) -> None:
            seen.add(case.call().status_code)

        ask()
    assert max(seen) < 500
    assert seen >= {200, 404, 422}


def test_ids_of_nothing_are_not_there(full: Flask) -> None:
    assert full.test_client().get(f"{ROOT}/services/{UUID(int=0)}").status_code == 404
