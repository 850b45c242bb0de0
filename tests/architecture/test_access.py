"""Every address of the application, and who may open it: compared with a list that a person has read."""

from __future__ import annotations

import pytest
from flask import Flask

from outreach.site.rules import RESERVED
from outreach.web.access import access_of, deny_by_default
from tests.client import PageClient

ACCESS = {
    "outbox.hear": ("/hooks/sendgrid", "public"),  # open to whoever signs as the provider
    "overview.metrics": ("/metrics", "public"),  # to this machine, or with a token
    "site.leave": ("/exit", "public"),
    "site.healthz": ("/healthz", "public"),
    "site.readyz": ("/readyz", "public"),
}


def test_every_view_says_who_may_open_it_and_the_list_is_complete(published: Flask) -> None:
    found = {rule.endpoint: (rule.rule, access_of(published.view_functions[rule.endpoint])) for rule in published.url_map.iter_rules()}
    assert found == ACCESS


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
