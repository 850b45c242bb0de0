"""Every address of the application, and who may open it: compared with a list that a person has read."""

from __future__ import annotations

import pytest
from flask import Flask

from outreach.accounts.security import CLOSED
from outreach.site.rules import RESERVED
from outreach.web.access import access_of, deny_by_default
from tests.client import PageClient

ACCESS = {
    "accounts.edit_profile": ("/manage/profile/details", "signed in"),
    "accounts.end_calendar": ("/manage/profile/calendar/end", "lead, coordinator, auditor"),
    "accounts.end_other_sign_ins": ("/manage/profile/sign-ins/end-others", "signed in"),
    "accounts.end_sign_in": ("/manage/profile/sign-ins/<uuid:sign_in_id>/end", "signed in"),
    "accounts.invitation": ("/manage/invitation/<token>", "public"),  # whoever has the link
    "accounts.make_calendar": ("/manage/profile/calendar", "lead, coordinator, auditor"),
    "accounts.profile": ("/manage/profile", "signed in"),
    "assets.file": ("/assets/<digest>/<name>", "public"),
    "directory.approve_change": ("/manage/directory/changes/<uuid:change_id>/approve", "lead, coordinator"),
    "directory.ask_for": ("/manage/directory/<uuid:service_id>/ask", "partner"),
    "directory.change": ("/manage/directory/changes/<uuid:change_id>", "lead, coordinator, auditor"),
    "directory.close": ("/manage/directory/<uuid:service_id>/close", "lead, coordinator, partner"),
    "directory.confirm": ("/manage/directory/<uuid:service_id>/confirm", "lead, coordinator, partner"),
    "directory.do": ("/manage/directory/<uuid:service_id>/<act>", "lead, coordinator"),
    "directory.edit": ("/manage/directory/<uuid:service_id>/edit", "lead, coordinator"),
    "directory.give_change_back": ("/manage/directory/changes/<uuid:change_id>/give-back", "lead, coordinator"),
    "directory.hours": ("/manage/directory/<uuid:service_id>/hours", "lead, coordinator, partner"),
    "directory.index": ("/manage/directory", "lead, coordinator, auditor, partner"),
    "directory.new": ("/manage/directory/new", "lead, coordinator"),
    "directory.offer": ("/manage/directory/offer", "partner"),
    "directory.service": ("/manage/directory/<uuid:service_id>", "lead, coordinator, auditor, partner"),
    "directory.take_change_back": ("/manage/directory/<uuid:service_id>/take-change-back", "partner"),
    "feeds.take": ("/manage/directory/feeds", "lead, coordinator"),
    "jobs.index": ("/manage/jobs", "lead, auditor"),
    "jobs.job": ("/manage/jobs/<name>", "lead, auditor"),
    "mails.follow": ("/manage/outbox/<uuid:mail_id>/follow", "lead"),
    "mails.index": ("/manage/outbox", "lead, auditor"),
    "mails.kinds": ("/manage/outbox/kinds", "lead, auditor"),
    "mails.lift": ("/manage/outbox/suppressions/<uuid:suppression_id>", "lead"),
    "mails.mail": ("/manage/outbox/<uuid:mail_id>", "lead, auditor"),
    "mails.picture": ("/manage/outbox/<uuid:mail_id>/picture", "lead, auditor"),
    "mails.sample": ("/manage/outbox/kinds/<path:key>/<language>", "lead, auditor"),
    "mails.sample_picture": ("/manage/outbox/kinds/<path:key>/<language>/picture", "lead, auditor"),
    "mails.send_again": ("/manage/outbox/<uuid:mail_id>/resend", "lead"),
    "mails.suppressions": ("/manage/outbox/suppressions", "lead, auditor"),
    "metrics.metrics": ("/metrics", "public"),  # to this machine, or with a token
    "openreferral.index": ("/api/oruk/", "public"),  # this and the next: open data
    "openreferral.openapi": ("/api/oruk/openapi.json", "public"),
    "openreferral.service": ("/api/oruk/services/<key>", "public"),
    "openreferral.service_at_location": ("/api/oruk/service_at_locations/<key>", "public"),
    "openreferral.service_at_locations": ("/api/oruk/service_at_locations", "public"),
    "openreferral.services": ("/api/oruk/services", "public"),
    "openreferral.taxonomies": ("/api/oruk/taxonomies", "public"),
    "openreferral.taxonomy": ("/api/oruk/taxonomies/<key>", "public"),
    "openreferral.taxonomy_term": ("/api/oruk/taxonomy_terms/<key>", "public"),
    "openreferral.taxonomy_terms": ("/api/oruk/taxonomy_terms", "public"),
    "outbox.hear": ("/hooks/sendgrid", "public"),  # open to whoever signs as the provider
    "overview.home": ("/manage/", "signed in"),
    "people.change": ("/manage/people/<uuid:account_id>/part", "lead"),
    "people.end": ("/manage/people/<uuid:account_id>/leave", "lead"),
    "people.index": ("/manage/people", "lead, auditor"),
    "people.invite": ("/manage/people/invite", "lead"),
    "people.person": ("/manage/people/<uuid:account_id>", "lead, auditor"),
    "people.restart": ("/manage/people/<uuid:account_id>/reinstate", "lead"),
    "people.send_again": ("/manage/people/<uuid:account_id>/invite-again", "lead"),
    "people.stop": ("/manage/people/<uuid:account_id>/suspend", "lead"),
    "security.change_password": ("/manage/profile/password", "signed in"),
    "security.forgot_password": ("/manage/recover", "public"),
    "security.login": ("/manage/sign-in", "public"),
    "security.logout": ("/manage/sign-out", "public"),
    "security.mf_recovery": ("/manage/sign-in/recovery-code", "public"),  # this and the next steps: whoever is halfway in
    "security.mf_recovery_codes": ("/manage/profile/recovery-codes", "signed in"),
    "security.reset_password": ("/manage/recover/<token>", "public"),  # whoever has the link
    "security.tf_select": ("/manage/sign-in/choose", "public"),
    "security.two_factor_rescue": ("/manage/sign-in/help", None),  # closed
    "security.two_factor_setup": ("/manage/profile/authenticator", "public"),
    "security.two_factor_setup_validate": ("/manage/profile/authenticator/<token>", "signed in"),
    "security.two_factor_token_validation": ("/manage/sign-in/code", "public"),
    "security.verify": ("/manage/confirm", "signed in"),
    "security.wan_delete": ("/manage/profile/passkeys/remove", "signed in"),
    "security.wan_register": ("/manage/profile/passkeys", "signed in"),
    "security.wan_register_response": ("/manage/profile/passkeys/<token>", "signed in"),
    "security.wan_signin": ("/manage/sign-in/passkey", "public"),
    "security.wan_signin_response": ("/manage/sign-in/passkey/<token>", "public"),
    "security.wan_verify": ("/manage/confirm/passkey", "signed in"),
    "security.wan_verify_response": ("/manage/confirm/passkey/<token>", "signed in"),
    "site.healthz": ("/healthz", "public"),
    "site.leave": ("/exit", "public"),
    "site.readyz": ("/readyz", "public"),
    "trail.entry": ("/manage/audit/<int:place>", "lead, auditor"),
    "trail.index": ("/manage/audit", "lead, auditor"),
}
"""None: opened by nobody."""

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

ACCESS |= {
    "briefings.acknowledge": ("/manage/briefings/issues/<uuid:issue_id>/acknowledge", "lead, coordinator"),
    "briefings.approve": ("/manage/briefings/versions/<uuid:version_id>/approve", "lead, coordinator"),
    "briefings.change_issue": ("/manage/briefings/issues/<uuid:issue_id>/edit", "lead, coordinator"),
    "briefings.correct": ("/manage/briefings/issues/<uuid:issue_id>/acknowledgements/<uuid:acknowledgement_id>", "lead, coordinator"),
    "briefings.coverage": ("/manage/briefings/<uuid:briefing_id>/coverage", "lead, coordinator, auditor"),
    "briefings.draft": ("/manage/briefings/<uuid:briefing_id>/versions/new", "lead, coordinator"),
    "briefings.edit": ("/manage/briefings/<uuid:briefing_id>/edit", "lead, coordinator"),
    "briefings.edit_version": ("/manage/briefings/versions/<uuid:version_id>/edit", "lead, coordinator"),
    "briefings.index": ("/manage/briefings", "lead, coordinator, auditor"),
    "briefings.issue": ("/manage/briefings/issues/<uuid:issue_id>", "lead, coordinator, auditor"),
    "briefings.issue_to": ("/manage/briefings/<uuid:briefing_id>/issue", "lead, coordinator"),
    "briefings.issues": ("/manage/briefings/issues", "lead, coordinator, auditor"),
    "briefings.look": ("/manage/briefings/protocol/look", "lead, coordinator"),
    "briefings.material": ("/manage/briefings/<uuid:briefing_id>", "lead, coordinator, auditor"),
    "briefings.new": ("/manage/briefings/new", "lead, coordinator"),
    "briefings.protocol": ("/manage/briefings/protocol", "lead, coordinator, auditor"),
    "briefings.put_away": ("/manage/briefings/<uuid:briefing_id>/archive", "lead, coordinator"),
    "briefings.reissue": ("/manage/briefings/<uuid:briefing_id>/reissue", "lead, coordinator"),
    "briefings.set_aside": ("/manage/briefings/versions/<uuid:version_id>/set-aside", "lead, coordinator"),
    "briefings.take_back": ("/manage/briefings/issues/<uuid:issue_id>/take-back", "lead, coordinator"),
    "briefings.take_out": ("/manage/briefings/<uuid:briefing_id>/unarchive", "lead, coordinator"),
    "briefings.target": ("/manage/briefings/<uuid:briefing_id>/target", "lead"),
    "briefings.version": ("/manage/briefings/versions/<uuid:version_id>", "lead, coordinator, auditor"),
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
    "commitments.add": ("/manage/commitments/<key>/evidence", "lead, coordinator"),
    "commitments.commitment": ("/manage/commitments/<key>", "lead, coordinator, auditor"),
    "commitments.confirm": ("/manage/commitments/<key>/confirm", "lead, coordinator"),
    "commitments.edit": ("/manage/commitments/<key>/edit", "lead, coordinator"),
    "commitments.index": ("/manage/commitments", "lead, coordinator, auditor"),
    "commitments.new": ("/manage/commitments/new", "lead, coordinator"),
    "commitments.state": ("/manage/commitments/<key>/state", "lead, coordinator"),
    "commitments.withdraw": ("/manage/commitments/evidence/<ref>/withdraw", "lead, coordinator"),
    "calendars.own_calendar": ("/m/calendar/<uuid:key_id>/<token>.ics", "public"),  # whoever has the address
    "programme.programme": ("/manage/events/programme", "lead, coordinator, auditor"),
    "events.agenda": ("/manage/events/agenda", "lead, coordinator, auditor"),
    "events.cancel": ("/manage/events/<uuid:event_id>/cancel", "lead, coordinator"),
    "events.choose": ("/manage/events/<uuid:event_id>/change", "lead, coordinator"),
    "events.edit": ("/manage/events/<uuid:event_id>/edit", "lead, coordinator"),
    "events.edit_record": ("/manage/events/<kind>/<uuid:record_id>/edit", "lead, coordinator"),
    "events.event": ("/manage/events/<uuid:event_id>", "lead, coordinator, auditor"),
    "events.export_events": ("/manage/events/export", "lead, coordinator, auditor"),
    "events.import_events": ("/manage/events/import", "lead, coordinator"),
    "events.index": ("/manage/events", "lead, coordinator, auditor"),
    "events.month": ("/manage/events/month", "lead, coordinator, auditor"),
    "events.new": ("/manage/events/new", "lead, coordinator"),
    "events.new_record": ("/manage/events/<kind>/new", "lead, coordinator"),
    "events.put_aside": ("/manage/events/<kind>/<uuid:record_id>/set-aside", "lead, coordinator"),
    "events.record": ("/manage/events/<kind>/<uuid:record_id>", "lead, coordinator, auditor"),
    "events.records": ("/manage/events/<kind>", "lead, coordinator, auditor"),
    "events.restore": ("/manage/events/<uuid:event_id>/put-back", "lead, coordinator"),
    "events.take_record_back": ("/manage/events/<kind>/<uuid:record_id>/take-back", "lead, coordinator"),
    "events.week": ("/manage/events/week", "lead, coordinator, auditor"),
    "outcomes.edit": ("/manage/outcomes/<uuid:event_id>/edit", "lead, coordinator"),
    "outcomes.finish": ("/manage/outcomes/actions/<uuid:raised_id>/done", "lead, coordinator"),
    "outcomes.index": ("/manage/outcomes", "lead, coordinator, auditor"),
    "outcomes.outcome": ("/manage/outcomes/<uuid:event_id>", "lead, coordinator, auditor"),
    "replies.choose": ("/manage/replies/areas", "lead, coordinator"),
    "replies.edit": ("/manage/replies/<uuid:reply_id>/edit", "lead, coordinator"),
    "replies.index": ("/manage/replies", "lead, coordinator, auditor"),
    "replies.new": ("/manage/replies/areas/<place>/new", "lead, coordinator"),
    "replies.publish": ("/manage/replies/<uuid:reply_id>/publish", "lead, coordinator"),
    "replies.reply": ("/manage/replies/<uuid:reply_id>", "lead, coordinator, auditor"),
    "replies.set_aside": ("/manage/replies/<uuid:reply_id>/set-aside", "lead, coordinator"),
    "coverage.area": ("/manage/coverage/<place>", "lead, coordinator, auditor"),
    "coverage.gaps": ("/manage/coverage/gaps", "lead, coordinator, auditor"),
    "coverage.index": ("/manage/coverage", "lead, coordinator, auditor"),
    "pathways.area": ("/manage/pathways/<place>", "lead, coordinator, auditor"),
    "pathways.edit": ("/manage/pathways/routes/<uuid:pathway_id>/edit", "lead, coordinator"),
    "pathways.index": ("/manage/pathways", "lead, coordinator, auditor"),
    "pathways.new": ("/manage/pathways/<place>/new", "lead, coordinator"),
    "pathways.put_away": ("/manage/pathways/routes/<uuid:pathway_id>/archive", "lead, coordinator"),
    "pathways.route": ("/manage/pathways/routes/<uuid:pathway_id>", "lead, coordinator, auditor"),
    "pathways.routes": ("/manage/pathways/routes", "lead, coordinator, auditor"),
    "pathways.take_out": ("/manage/pathways/routes/<uuid:pathway_id>/unarchive", "lead, coordinator"),
    "policies.approve": ("/manage/policies/entries/<uuid:policy_id>/approve", "lead, coordinator"),
    "policies.edit": ("/manage/policies/entries/<uuid:policy_id>/edit", "lead, coordinator"),
    "policies.entries": ("/manage/policies/entries", "lead, coordinator, auditor"),
    "policies.entry": ("/manage/policies/entries/<uuid:policy_id>", "lead, coordinator, auditor"),
    "policies.index": ("/manage/policies", "lead, coordinator, auditor"),
    "policies.new": ("/manage/policies/<place>/new", "lead, coordinator"),
    "policies.place": ("/manage/policies/<place>", "lead, coordinator, auditor"),
    "policies.set_aside": ("/manage/policies/entries/<uuid:policy_id>/set-aside", "lead, coordinator"),
    "updates.commitments": ("/manage/updates/<uuid:update_id>/commitments", "lead, coordinator"),
    "updates.content": ("/manage/updates/<uuid:update_id>/content.json", "lead, coordinator, auditor"),
    "updates.document": ("/manage/updates/<uuid:update_id>/document", "lead, coordinator, auditor"),
    "updates.edit": ("/manage/updates/<uuid:update_id>/edit", "lead, coordinator"),
    "updates.index": ("/manage/updates", "lead, coordinator, auditor"),
    "updates.new": ("/manage/updates/new", "lead, coordinator"),
    "updates.new_party": ("/manage/updates/<uuid:update_id>/parties/new", "lead, coordinator"),
    "updates.party": ("/manage/updates/<uuid:update_id>/parties/<uuid:party_id>", "lead, coordinator"),
    "updates.pdf": ("/manage/updates/<uuid:update_id>/document.pdf", "lead, coordinator, auditor"),
    "updates.section": ("/manage/updates/<uuid:update_id>/sections/<key>", "lead, coordinator"),
    "updates.send": ("/manage/updates/<uuid:update_id>/review", "lead, coordinator"),
    "updates.set_aside": ("/manage/updates/<uuid:update_id>/set-aside", "lead, coordinator"),
    "updates.stop_changes": ("/manage/updates/<uuid:update_id>/freeze", "lead"),
    "updates.update": ("/manage/updates/<uuid:update_id>", "lead, coordinator, auditor"),
    "updates.verdict": ("/manage/updates/<uuid:update_id>/verdict", "lead"),
    "registration.about": ("/partners/register", "public"),  # this and the next: whoever registers an organisation, without an account
    "registration.back": ("/partners/register/back/<token>", "public"),  # whoever has the link
    "registration.check": ("/partners/register/<uuid:application_id>/check", "public"),  # this and the next: whose browser began it
    "registration.consents": ("/partners/register/<uuid:application_id>/consents", "public"),
    "registration.erase": ("/partners/register/<uuid:application_id>/erase", "public"),
    "registration.language": ("/partners/register/language", "public"),
    "registration.link": ("/partners/register/<uuid:application_id>/link", "public"),
    "registration.mailed": ("/partners/register/<uuid:application_id>/mailed", "public"),
    "registration.section": ("/partners/register/<uuid:application_id>/<name>", "public"),
    "registration.start": ("/partners/register/start", "public"),
    "registration.tasks": ("/partners/register/<uuid:application_id>", "public"),
    "registration_confirm.confirm": ("/m/partners/<token>", "public"),  # whoever has the link
    "timeline.index": ("/manage/timeline", "lead, coordinator, auditor"),
    "work.index": ("/manage/commitments/<key>/work", "lead, coordinator, auditor"),
}

ACCESS |= {
    "agreements.agreement": ("/manage/organisation/agreement", "partner"),
    "agreements.earlier": ("/manage/organisation/agreement/<version>", "partner"),
}

ACCESS |= {
    "alerts.alert": ("/manage/alerts/<uuid:alert_id>", "lead, coordinator, auditor, partner"),
    "alerts.answer": ("/manage/alerts/<uuid:alert_id>/answer", "lead"),
    "alerts.dispute": ("/manage/alerts/<uuid:alert_id>/dispute", "partner"),
    "alerts.edit": ("/manage/alerts/<uuid:alert_id>/edit", "partner"),
    "alerts.index": ("/manage/alerts", "lead, coordinator, auditor, partner"),
    "alerts.new": ("/manage/alerts/new", "partner"),
    "alerts.unname": ("/manage/alerts/<uuid:alert_id>/unname", "partner"),
    "alerts.withdraw": ("/manage/alerts/<uuid:alert_id>/withdraw", "partner"),
}

ACCESS |= {
    "applications.appeals": ("/partners/application/<token>/appeal", "public"),
    "applications.application": ("/partners/application/<token>", "public"),
    "applications.question": ("/partners/application/<token>/questions/<uuid:question_id>", "public"),
    "applications.stop": ("/partners/application/<token>/withdraw", "public"),
}

ACCESS |= {
    "care.all_hours": ("/manage/partners/hours", "lead, coordinator, auditor"),
    "care.approve_revision": ("/manage/partners/revisions/<uuid:revision_id>/approve", "lead, coordinator"),
    "care.confirm_by_telephone": ("/manage/partners/<uuid:organisation_id>/confirm", "lead, coordinator"),
    "care.file": ("/manage/partners/<uuid:organisation_id>/files/<uuid:file_id>", "lead, coordinator, auditor"),
    "care.files": ("/manage/partners/<uuid:organisation_id>/files", "lead, coordinator, auditor"),
    "care.give_revision_back": ("/manage/partners/revisions/<uuid:revision_id>/give-back", "lead, coordinator"),
    "care.hours": ("/manage/partners/hours/<uuid:hours_id>", "lead, coordinator"),
    "care.revision": ("/manage/partners/revisions/<uuid:revision_id>", "lead, coordinator, auditor"),
    "care.revisions": ("/manage/partners/revisions", "lead, coordinator, auditor"),
}

ACCESS |= {
    "own.consent": ("/manage/organisation/consents/<consent>/<any(give, withdraw):act>", "partner"),
    "own.consents": ("/manage/organisation/consents", "partner"),
    "own.edit_hours": ("/manage/organisation/hours/<uuid:hours_id>", "partner"),
    "own.everything": ("/manage/organisation/everything", "partner"),
    "own.file": ("/manage/organisation/files/<uuid:file_id>", "partner"),
    "own.files": ("/manage/organisation/files", "partner"),
    "own.hours": ("/manage/organisation/hours", "partner"),
    "own.index": ("/manage/organisation", "partner"),
    "own.invite": ("/manage/organisation/members/invite", "partner"),
    "own.leave": ("/manage/organisation/leave", "partner"),
    "own.members": ("/manage/organisation/members", "partner"),
    "own.new_hours": ("/manage/organisation/hours/new", "partner"),
    "own.profile": ("/manage/organisation/profile", "partner"),
    "own.remove": ("/manage/organisation/members/<uuid:account_id>/remove", "partner"),
    "own.remove_file": ("/manage/organisation/files/<uuid:file_id>/remove", "partner"),
    "own.remove_hours": ("/manage/organisation/hours/<uuid:hours_id>/remove", "partner"),
    "own.section": ("/manage/organisation/profile/<key>", "partner"),
    "own.send_again": ("/manage/organisation/members/<uuid:account_id>/invite-again", "partner"),
    "own.set_right": ("/manage/organisation/members/<uuid:account_id>/<any(owner, editor):right>", "partner"),
    "own.still_true": ("/manage/organisation/still-true", "partner"),
    "own.take_change_back": ("/manage/organisation/profile/take-back", "partner"),
    "own.take_copy": ("/manage/organisation/copy", "partner"),
}

ACCESS |= {
    "still_true.answer": ("/m/still-true/<token>", "public"),
    "still_true.left": ("/m/left", "public"),
}

ACCESS |= {
    "vetting.appeal": ("/manage/partners/<uuid:organisation_id>/appeal", "lead, coordinator"),
    "vetting.back": ("/manage/partners/<uuid:organisation_id>/step-back", "lead, coordinator"),
    "vetting.check": ("/manage/partners/<uuid:organisation_id>/checks/<path:key>", "lead, coordinator"),
    "vetting.decision": ("/manage/partners/<uuid:organisation_id>/decide", "lead, coordinator"),
    "vetting.index": ("/manage/partners", "lead, coordinator, auditor"),
    "vetting.look_up": ("/manage/partners/<uuid:organisation_id>/look-up/<org_id>", "lead, coordinator"),
    "vetting.organisation": ("/manage/partners/<uuid:organisation_id>", "lead, coordinator, auditor"),
    "vetting.owner": ("/manage/partners/<uuid:organisation_id>/owner", "lead, coordinator"),
    "vetting.proposal": ("/manage/partners/<uuid:organisation_id>/propose/<kind>", "lead, coordinator"),
    "vetting.question": ("/manage/partners/<uuid:organisation_id>/ask", "lead, coordinator"),
    "vetting.queue": ("/manage/partners/queue", "lead, coordinator, auditor"),
    "vetting.take_back_question": ("/manage/partners/<uuid:organisation_id>/questions/<uuid:question_id>/take-back", "lead, coordinator"),
}


def test_every_view_says_who_may_open_it_and_the_list_is_complete(published: Flask) -> None:
    found = {rule.endpoint: (rule.rule, access_of(published.view_functions[rule.endpoint])) for rule in published.url_map.iter_rules()}
    assert found == ACCESS
    assert {endpoint for endpoint, (_, access) in ACCESS.items() if access is None} == CLOSED


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
