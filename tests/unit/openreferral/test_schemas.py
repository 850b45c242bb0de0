"""Objects of the standard as JSON, and the document that describes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from uuid import UUID

from outreach.directory.rules import Need
from outreach.openreferral.document import write_document
from outreach.openreferral.schemas import Schedule, Service, Status, body_of, page_of
from outreach.openreferral.taxonomies import TAXONOMIES, TERMS, term_of

KEY = UUID(int=7)


def test_what_is_not_known_is_left_out_and_the_rest_has_the_spelling_of_the_standard() -> None:
    schedule = Schedule(id=KEY, dtstart=date(2026, 12, 24), opens_at=time(9), closes_at=time(12, 30))
    changed_at = datetime(2026, 11, 26, 9, 30, 1, 5000, tzinfo=UTC)
    service = Service(id=KEY, name="Tea", status=Status.TEMPORARILY_CLOSED, last_modified=changed_at, schedules=(schedule,))
    assert body_of(service) == {
        "id": str(KEY),
        "name": "Tea",
        "status": "temporarily closed",
        "last_modified": "2026-11-26T09:30:01.005Z",
        "schedules": [{"id": str(KEY), "dtstart": "2026-12-24", "opens_at": "09:00:00", "closes_at": "12:30:00"}],
    }


def test_the_envelope_counts_pages_from_one() -> None:
    pages = [page_of(tuple(range(size)), total=5, number=number, size=2) for number, size in ((1, 2), (3, 1), (4, 0))]
    flags = [(page["size"], page["first_page"], page["last_page"], page["empty"]) for page in pages]
    assert flags == [(2, True, False, False), (1, False, True, False), (0, False, True, True)]
    assert {page["total_pages"] for page in pages} == {3}
    assert page_of((), total=0, number=1, size=2)["total_pages"] == 0


def test_every_need_is_a_term_whose_id_never_changes() -> None:
    assert str(term_of("need", Need.ADVICE).id) == "4425eeb6-87ce-5c2f-a99a-e4060b32d9e6"
    assert {term.body.taxonomy_id for term in TERMS.values()} == set(TAXONOMIES)
    assert len({term.body.id for term in TERMS.values()}) == len(TERMS)


def test_the_document_describes_each_address_and_every_reference_leads_somewhere() -> None:
    document = write_document("https://outreach.example/api/oruk")
    lists = {"/services", "/service_at_locations", "/taxonomies", "/taxonomy_terms"}
    assert set(document["paths"]) == {"/", *lists, *(f"{path}/{{id}}" for path in lists)}
    names = set(document["components"]["schemas"])
    assert {name.rsplit("/", 1)[1] for name in references(document)} <= names
    assert document["components"]["schemas"]["Service"]["required"] == ["id", "name", "status", "last_modified"]


def references(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if "$ref" in value else []
        return own + [found for part in value.values() for found in references(part)]
    return [found for part in value for found in references(part)] if isinstance(value, list) else []
