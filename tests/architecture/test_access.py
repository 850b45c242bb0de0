"""Every address of the application, and who may open it: compared with a list that a person has read."""

from __future__ import annotations

import pytest
from flask import Flask

from outreach.accounts.security import CLOSED
from outreach.site.rules import RESERVED
from outreach.web.access import access_of, deny_by_default
from tests.access import VIEWS
from tests.client import PageClient

WORDS = {
    "act",
    "consent",
    "digest",
    "filename",
    "key",
    "kind",
    "language",
    "move",
    "name",
    "org_id",
    "place",
    "ref",
    "right",
    "token",
    "version",
}
"""Variables that hold a name out of a list of ours, a digest, a random token, or a number in a public register (`org_id`)."""


def test_every_view_says_who_may_open_it_and_the_list_is_complete(published: Flask) -> None:
    found = {rule.endpoint: (rule.rule, access_of(published.view_functions[rule.endpoint])) for rule in published.url_map.iter_rules()}
    assert found == {endpoint: (view.path, view.access) for endpoint, view in VIEWS.items()}
    assert {endpoint for endpoint, view in VIEWS.items() if view.access is None} == CLOSED


def test_what_varies_in_an_address_is_an_opaque_id_or_a_word_of_the_house(published: Flask) -> None:
    """Never what a person gave, such as a mail address: browsers and proxies keep the addresses that were opened."""
    variables = {
        (name, type(converter).__name__) for rule in published.url_map.iter_rules() for name, converter in rule._converters.items()
    }
    opaque = {"IntegerConverter", "UUIDConverter"}
    assert {name for name, converter in variables if converter not in opaque} <= WORDS


def test_every_address_of_the_application_begins_with_a_reserved_segment(published: Flask) -> None:
    assert {rule.rule.split("/")[1] for rule in published.url_map.iter_rules()} <= RESERVED


def test_no_page_has_the_name_of_a_reserved_segment(client: PageClient) -> None:
    for segment in RESERVED:
        assert client.get(f"/en/{segment}").status_code == 404


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_view_that_does_not_say_who_may_open_it_is_opened_by_nobody(method: str) -> None:
    app = Flask("silent")
    deny_by_default(app)
    app.add_url_rule("/silent", view_func=lambda: "secret", methods=["GET", "POST"])
    response = app.test_client().open("/silent", method=method)
    assert response.status_code == 403
    assert b"secret" not in response.data
