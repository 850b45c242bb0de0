"""Every address of the application, and who may open it: compared with a list that a person has read."""

from __future__ import annotations

import pytest
from flask import Flask

from outreach.site.rules import RESERVED
from outreach.web.access import access_of, deny_by_default
from tests.client import PageClient

ACCESS = {
    "assets.file": ("/assets/<digest>/<name>", "public"),
    "outbox.hear": ("/hooks/sendgrid", "public"),  # open to whoever signs as the provider
    "site.leave": ("/exit", "public"),
    "site.healthz": ("/healthz", "public"),
    "site.readyz": ("/readyz", "public"),
}
ACCESS |= {
    "campaigns.index": ("/manage/campaigns", "lead, coordinator, auditor"),
    "campaigns.campaign": ("/manage/campaigns/<uuid:campaign_id>", "lead, coordinator, auditor"),
    "campaigns.change": ("/manage/campaigns/<uuid:campaign_id>/<kind>/<uuid:part_id>", "lead, coordinator"),
    "campaigns.aside": ("/manage/campaigns/<uuid:campaign_id>/<kind>/<uuid:part_id>/set-aside", "lead, coordinator"),
    "campaigns.back": ("/manage/campaigns/<uuid:campaign_id>/<kind>/<uuid:part_id>/take-back", "lead, coordinator"),
    "campaigns.add": ("/manage/campaigns/<uuid:campaign_id>/<kind>/add", "lead, coordinator"),
    "campaigns.section": ("/manage/campaigns/<uuid:campaign_id>/<name>", "lead, coordinator, auditor"),
    "campaigns.doing": ("/manage/campaigns/<uuid:campaign_id>/action/<uuid:part_id>/doing", "lead, coordinator"),
    "campaigns.put_away": ("/manage/campaigns/<uuid:campaign_id>/archive", "lead, coordinator"),
    "campaigns.copy": ("/manage/campaigns/<uuid:campaign_id>/copy", "lead, coordinator"),
    "campaigns.edit": ("/manage/campaigns/<uuid:campaign_id>/details", "lead, coordinator"),
    "campaigns.move": ("/manage/campaigns/<uuid:campaign_id>/move/<move>", "lead, coordinator"),
    "campaigns.strategy": ("/manage/campaigns/<uuid:campaign_id>/strategy", "lead, coordinator"),
    "campaigns.take_out": ("/manage/campaigns/<uuid:campaign_id>/unarchive", "lead, coordinator"),
    "campaigns.actions": ("/manage/campaigns/actions", "lead, coordinator, auditor"),
    "campaigns.new": ("/manage/campaigns/new", "lead, coordinator"),
    "timeline.index": ("/manage/timeline", "lead, coordinator, auditor"),
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
