"""Every address of the application in one table: who may open it, and what they, and nobody, are answered. A person has read each line."""

from __future__ import annotations

from dataclasses import dataclass

from outreach.accounts.rules import Role

PUBLIC, SIGNED_IN, CLOSED = "public", "signed in", None  # as `web.access.access_of` tells it; closed: opened by nobody
STAFF, EDITORS, READERS, LEADS = "lead, coordinator, auditor", "lead, coordinator", "lead, auditor", "lead"
PARTNERS, EDITORS_AND_PARTNERS, STAFF_AND_PARTNERS = "partner", f"{EDITORS}, partner", f"{STAFF}, partner"


@dataclass(frozen=True)
class View:
    """An address, who may open it, and the status of a GET and of a POST with nothing but a token for them. None: no such method.

    The answers are those of an installation with accounts and nothing else, to somebody who speaks for no organisation. `nobody`: the
    statuses for whoever is not signed in, where they are not the same (public), or the way to sign in and what was typed, to be sent again.
    `read_by` is the view that answers a GET at the address of this one, which knows none.
    """

    path: str
    access: str | None
    get: int | None
    post: int | None = None
    nobody: tuple[int, int] | None = None
    read_by: str = ""

    @property
    def roles(self) -> frozenset[Role]:
        if self.access in (PUBLIC, SIGNED_IN):
            return frozenset(Role)
        return frozenset(Role(name) for name in self.access.split(", ")) if self.access else frozenset()

    @property
    def leads_to_sign_in(self) -> bool:
        return self.access not in (PUBLIC, CLOSED)

    def answers(self, role: Role | None) -> tuple[int, int]:
        """The statuses of a GET and of a POST for a role, or for nobody."""
        get, post = self.get or 405, self.post or 405
        if role is None and self.nobody:
            get, post = self.nobody
        elif role is None and self.leads_to_sign_in:
            get, post = 302, 400
        elif role is not None and role not in self.roles:
            get, post = 403, 403
        return (get if self.get else 405), (post if self.post else 405)


VIEWS = {
    "accounts.edit_profile": View("/manage/profile/details", SIGNED_IN, 200, 422),
    "accounts.end_calendar": View("/manage/profile/calendar/end", STAFF, None, 303),
    "accounts.end_other_sign_ins": View("/manage/profile/sign-ins/end-others", SIGNED_IN, None, 303),
    "accounts.end_sign_in": View("/manage/profile/sign-ins/<uuid:sign_in_id>/end", SIGNED_IN, None, 303),
    "accounts.invitation": View("/manage/invitation/<token>", PUBLIC, 404, 404),  # whoever has the link
    "accounts.make_calendar": View("/manage/profile/calendar", STAFF, None, 200),
    "accounts.profile": View("/manage/profile", SIGNED_IN, 200),
    "agreements.agreement": View("/manage/organisation/agreement", PARTNERS, 404, 404),  # the partner here speaks for no organisation
    "agreements.earlier": View("/manage/organisation/agreement/<version>", PARTNERS, 404),
    "alerts.alert": View("/manage/alerts/<uuid:alert_id>", STAFF_AND_PARTNERS, 404),
    "alerts.answer": View("/manage/alerts/<uuid:alert_id>/answer", LEADS, 404, 404),
    "alerts.dispute": View("/manage/alerts/<uuid:alert_id>/dispute", PARTNERS, 404, 404),
    "alerts.edit": View("/manage/alerts/<uuid:alert_id>/edit", PARTNERS, 404, 404),
    "alerts.index": View("/manage/alerts", STAFF_AND_PARTNERS, 200),
    "alerts.new": View("/manage/alerts/new", PARTNERS, 303, 303),  # speaks for no approved organisation
    "alerts.unname": View("/manage/alerts/<uuid:alert_id>/unname", PARTNERS, None, 404),
    "alerts.withdraw": View("/manage/alerts/<uuid:alert_id>/withdraw", PARTNERS, 404, 404),
    "applications.appeals": View("/partners/application/<token>/appeal", PUBLIC, 404, 400),  # by a signed link
    "applications.application": View("/partners/application/<token>", PUBLIC, 404),
    "applications.question": View("/partners/application/<token>/questions/<uuid:question_id>", PUBLIC, 404, 400),
    "applications.stop": View("/partners/application/<token>/withdraw", PUBLIC, 404, 400),
    "assets.file": View("/assets/<digest>/<name>", PUBLIC, 404),
    "briefings.acknowledge": View("/manage/briefings/issues/<uuid:issue_id>/acknowledge", EDITORS, 404, 404),
    "briefings.approve": View("/manage/briefings/versions/<uuid:version_id>/approve", EDITORS, None, 404),
    "briefings.change_issue": View("/manage/briefings/issues/<uuid:issue_id>/edit", EDITORS, 404, 404),
    "briefings.correct": View("/manage/briefings/issues/<uuid:issue_id>/acknowledgements/<uuid:acknowledgement_id>", EDITORS, 404, 404),
    "briefings.coverage": View("/manage/briefings/<uuid:briefing_id>/coverage", STAFF, 404),
    "briefings.draft": View("/manage/briefings/<uuid:briefing_id>/versions/new", EDITORS, 404, 404),
    "briefings.edit": View("/manage/briefings/<uuid:briefing_id>/edit", EDITORS, 404, 404),
    "briefings.edit_version": View("/manage/briefings/versions/<uuid:version_id>/edit", EDITORS, 404, 404),
    "briefings.index": View("/manage/briefings", STAFF, 200),
    "briefings.issue": View("/manage/briefings/issues/<uuid:issue_id>", STAFF, 404),
    "briefings.issue_to": View("/manage/briefings/<uuid:briefing_id>/issue", EDITORS, 404, 404),
    "briefings.issues": View("/manage/briefings/issues", STAFF, 200),
    "briefings.look": View("/manage/briefings/protocol/look", EDITORS, 200, 422),
    "briefings.material": View("/manage/briefings/<uuid:briefing_id>", STAFF, 404),
    "briefings.new": View("/manage/briefings/new", EDITORS, 200, 422),
    "briefings.protocol": View("/manage/briefings/protocol", STAFF, 200),
    "briefings.put_away": View("/manage/briefings/<uuid:briefing_id>/archive", EDITORS, None, 404),
    "briefings.reissue": View("/manage/briefings/<uuid:briefing_id>/reissue", EDITORS, 404, 404),
    "briefings.set_aside": View("/manage/briefings/versions/<uuid:version_id>/set-aside", EDITORS, 404, 404),
    "briefings.take_back": View("/manage/briefings/issues/<uuid:issue_id>/take-back", EDITORS, 404, 404),
    "briefings.take_out": View("/manage/briefings/<uuid:briefing_id>/unarchive", EDITORS, None, 404),
    "briefings.target": View("/manage/briefings/<uuid:briefing_id>/target", LEADS, 404, 404),
    "briefings.version": View("/manage/briefings/versions/<uuid:version_id>", STAFF, 404),
    "calendars.own_calendar": View("/m/calendar/<uuid:key_id>/<token>.ics", PUBLIC, 404),  # whoever has the address
    "campaigns.actions": View("/manage/campaigns/actions", STAFF, 200),
    "campaigns.add": View("/manage/campaigns/<uuid:campaign_id>/<kind>/add", EDITORS, 404, 404),
    "campaigns.aside": View("/manage/campaigns/<uuid:campaign_id>/<kind>/<uuid:part_id>/set-aside", EDITORS, None, 404),
    "campaigns.back": View("/manage/campaigns/<uuid:campaign_id>/<kind>/<uuid:part_id>/take-back", EDITORS, None, 404),
    "campaigns.campaign": View("/manage/campaigns/<uuid:campaign_id>", STAFF, 404),
    "campaigns.change": View("/manage/campaigns/<uuid:campaign_id>/<kind>/<uuid:part_id>", EDITORS, 404, 404),
    "campaigns.copy": View("/manage/campaigns/<uuid:campaign_id>/copy", EDITORS, 404, 404),
    "campaigns.doing": View("/manage/campaigns/<uuid:campaign_id>/action/<uuid:part_id>/doing", EDITORS, None, 404),
    "campaigns.edit": View("/manage/campaigns/<uuid:campaign_id>/details", EDITORS, 404, 404),
    "campaigns.index": View("/manage/campaigns", STAFF, 200),
    "campaigns.move": View("/manage/campaigns/<uuid:campaign_id>/move/<move>", EDITORS, 404, 404),
    "campaigns.new": View("/manage/campaigns/new", EDITORS, 200, 422),
    "campaigns.put_away": View("/manage/campaigns/<uuid:campaign_id>/archive", EDITORS, None, 404, read_by="campaigns.section"),
    "campaigns.section": View("/manage/campaigns/<uuid:campaign_id>/<name>", STAFF, 404),
    "campaigns.strategy": View("/manage/campaigns/<uuid:campaign_id>/strategy", EDITORS, 404, 404),
    "campaigns.take_out": View("/manage/campaigns/<uuid:campaign_id>/unarchive", EDITORS, None, 404, read_by="campaigns.section"),
    "care.all_hours": View("/manage/partners/hours", STAFF, 200),
    "care.approve_revision": View("/manage/partners/revisions/<uuid:revision_id>/approve", EDITORS, None, 404),
    "care.confirm_by_telephone": View("/manage/partners/<uuid:organisation_id>/confirm", EDITORS, 404, 404),
    "care.file": View("/manage/partners/<uuid:organisation_id>/files/<uuid:file_id>", STAFF, 404),
    "care.files": View("/manage/partners/<uuid:organisation_id>/files", STAFF, 404),
    "care.give_revision_back": View("/manage/partners/revisions/<uuid:revision_id>/give-back", EDITORS, None, 404),
    "care.hours": View("/manage/partners/hours/<uuid:hours_id>", EDITORS, 404, 404),
    "care.revision": View("/manage/partners/revisions/<uuid:revision_id>", STAFF, 404),
    "care.revisions": View("/manage/partners/revisions", STAFF, 200),
    "commitments.add": View("/manage/commitments/<key>/evidence", EDITORS, 404, 404),
    "commitments.commitment": View("/manage/commitments/<key>", STAFF, 404),
    "commitments.confirm": View("/manage/commitments/<key>/confirm", EDITORS, None, 404),
    "commitments.edit": View("/manage/commitments/<key>/edit", EDITORS, 404, 404),
    "commitments.index": View("/manage/commitments", STAFF, 200),
    "commitments.new": View("/manage/commitments/new", LEADS, 200, 422),
    "commitments.state": View("/manage/commitments/<key>/state", EDITORS, 404, 404),
    "commitments.withdraw": View("/manage/commitments/evidence/<ref>/withdraw", EDITORS, 404, 404),
    "coverage.area": View("/manage/coverage/<place>", STAFF, 200),
    "coverage.gaps": View("/manage/coverage/gaps", STAFF, 200),
    "coverage.index": View("/manage/coverage", STAFF, 200),
    "directory.approve_change": View("/manage/directory/changes/<uuid:change_id>/approve", EDITORS, None, 404),
    "directory.ask_for": View("/manage/directory/<uuid:service_id>/ask", PARTNERS, 404, 404),
    "directory.change": View("/manage/directory/changes/<uuid:change_id>", STAFF, 404),
    "directory.close": View("/manage/directory/<uuid:service_id>/close", EDITORS_AND_PARTNERS, 404, 404),
    "directory.confirm": View("/manage/directory/<uuid:service_id>/confirm", EDITORS_AND_PARTNERS, None, 404),
    "directory.do": View("/manage/directory/<uuid:service_id>/<act>", EDITORS, None, 404),
    "directory.edit": View("/manage/directory/<uuid:service_id>/edit", EDITORS, 404, 404),
    "directory.give_change_back": View("/manage/directory/changes/<uuid:change_id>/give-back", EDITORS, None, 404),
    "directory.hours": View("/manage/directory/<uuid:service_id>/hours", EDITORS_AND_PARTNERS, 404, 404),
    "directory.index": View("/manage/directory", STAFF_AND_PARTNERS, 200),
    "directory.new": View("/manage/directory/new", EDITORS, 200, 422),
    "directory.offer": View("/manage/directory/offer", PARTNERS, 404, 404),  # speaks for no organisation
    "directory.service": View("/manage/directory/<uuid:service_id>", STAFF_AND_PARTNERS, 404),
    "directory.take_change_back": View("/manage/directory/<uuid:service_id>/take-change-back", PARTNERS, None, 404),
    "events.agenda": View("/manage/events/agenda", STAFF, 200),
    "events.cancel": View("/manage/events/<uuid:event_id>/cancel", EDITORS, 404, 404),
    "events.choose": View("/manage/events/<uuid:event_id>/change", EDITORS, 404),
    "events.edit": View("/manage/events/<uuid:event_id>/edit", EDITORS, 404, 404),
    "events.edit_record": View("/manage/events/<kind>/<uuid:record_id>/edit", EDITORS, 404, 404),
    "events.event": View("/manage/events/<uuid:event_id>", STAFF, 404),
    "events.export_events": View("/manage/events/export", STAFF, 200),
    "events.import_events": View("/manage/events/import", EDITORS, 200, 422),
    "events.index": View("/manage/events", STAFF, 200),
    "events.month": View("/manage/events/month", STAFF, 200),
    "events.new": View("/manage/events/new", EDITORS, 200, 422),
    "events.new_record": View("/manage/events/<kind>/new", EDITORS, 200, 422),
    "events.put_aside": View("/manage/events/<kind>/<uuid:record_id>/set-aside", EDITORS, None, 404),
    "events.record": View("/manage/events/<kind>/<uuid:record_id>", STAFF, 404),
    "events.records": View("/manage/events/<kind>", STAFF, 200),
    "events.restore": View("/manage/events/<uuid:event_id>/put-back", EDITORS, 404, 404),
    "events.take_record_back": View("/manage/events/<kind>/<uuid:record_id>/take-back", EDITORS, None, 404),
    "events.week": View("/manage/events/week", STAFF, 200),
    "feeds.take": View("/manage/directory/feeds", EDITORS, 200, 422),
    "jobs.index": View("/manage/jobs", READERS, 200),
    "jobs.job": View("/manage/jobs/<name>", READERS, 200),
    "mails.follow": View("/manage/outbox/<uuid:mail_id>/follow", LEADS, None, 404),  # there is no mail in this installation
    "mails.index": View("/manage/outbox", READERS, 200),
    "mails.kinds": View("/manage/outbox/kinds", READERS, 200),
    "mails.lift": View("/manage/outbox/suppressions/<uuid:suppression_id>", LEADS, 404, 404),
    "mails.mail": View("/manage/outbox/<uuid:mail_id>", READERS, 404),
    "mails.picture": View("/manage/outbox/<uuid:mail_id>/picture", READERS, 404),
    "mails.sample": View("/manage/outbox/kinds/<path:key>/<language>", READERS, 200),
    "mails.sample_picture": View("/manage/outbox/kinds/<path:key>/<language>/picture", READERS, 200),
    "mails.send_again": View("/manage/outbox/<uuid:mail_id>/resend", LEADS, 404, 404),
    "mails.suppressions": View("/manage/outbox/suppressions", READERS, 200),
    "metrics.metrics": View("/metrics", PUBLIC, 200),  # to this machine, or with a token
    "openreferral.index": View("/api/oruk/", PUBLIC, 200),  # this and the next: open data
    "openreferral.openapi": View("/api/oruk/openapi.json", PUBLIC, 200),
    "openreferral.service": View("/api/oruk/services/<key>", PUBLIC, 404),
    "openreferral.service_at_location": View("/api/oruk/service_at_locations/<key>", PUBLIC, 404),
    "openreferral.service_at_locations": View("/api/oruk/service_at_locations", PUBLIC, 200),
    "openreferral.services": View("/api/oruk/services", PUBLIC, 200),
    "openreferral.taxonomies": View("/api/oruk/taxonomies", PUBLIC, 200),
    "openreferral.taxonomy": View("/api/oruk/taxonomies/<key>", PUBLIC, 404),
    "openreferral.taxonomy_term": View("/api/oruk/taxonomy_terms/<key>", PUBLIC, 404),
    "openreferral.taxonomy_terms": View("/api/oruk/taxonomy_terms", PUBLIC, 200),
    "outbox.hear": View("/hooks/sendgrid", PUBLIC, None, 400),  # open to whoever signs as the provider
    "outcomes.edit": View("/manage/outcomes/<uuid:event_id>/edit", EDITORS, 404, 404),
    "outcomes.finish": View("/manage/outcomes/actions/<uuid:raised_id>/done", EDITORS, None, 404),
    "outcomes.index": View("/manage/outcomes", STAFF, 200),
    "outcomes.outcome": View("/manage/outcomes/<uuid:event_id>", STAFF, 404),
    "overview.home": View("/manage/", SIGNED_IN, 200),
    "own.consent": View(
        "/manage/organisation/consents/<consent>/<any(give, withdraw):act>", PARTNERS, None, 404
    ),  # these partners speak for no organisation
    "own.consents": View("/manage/organisation/consents", PARTNERS, 404),
    "own.edit_hours": View("/manage/organisation/hours/<uuid:hours_id>", PARTNERS, 404, 404),
    "own.everything": View("/manage/organisation/everything", PARTNERS, 404),
    "own.file": View("/manage/organisation/files/<uuid:file_id>", PARTNERS, 404),
    "own.files": View("/manage/organisation/files", PARTNERS, 404, 404),
    "own.hours": View("/manage/organisation/hours", PARTNERS, 404),
    "own.index": View("/manage/organisation", PARTNERS, 404),
    "own.invite": View("/manage/organisation/members/invite", PARTNERS, 404, 404),
    "own.leave": View("/manage/organisation/leave", PARTNERS, 404, 404),
    "own.members": View("/manage/organisation/members", PARTNERS, 404),
    "own.new_hours": View("/manage/organisation/hours/new", PARTNERS, 404, 404),
    "own.profile": View("/manage/organisation/profile", PARTNERS, 404),
    "own.remove": View("/manage/organisation/members/<uuid:account_id>/remove", PARTNERS, 404, 404),
    "own.remove_file": View("/manage/organisation/files/<uuid:file_id>/remove", PARTNERS, None, 404),
    "own.remove_hours": View("/manage/organisation/hours/<uuid:hours_id>/remove", PARTNERS, None, 404),
    "own.section": View("/manage/organisation/profile/<key>", PARTNERS, 404, 404),
    "own.send_again": View("/manage/organisation/members/<uuid:account_id>/invite-again", PARTNERS, None, 404),
    "own.set_right": View("/manage/organisation/members/<uuid:account_id>/<any(owner, editor):right>", PARTNERS, None, 404),
    "own.still_true": View("/manage/organisation/still-true", PARTNERS, 404, 404),
    "own.take_change_back": View("/manage/organisation/profile/take-back", PARTNERS, None, 404, read_by="own.section"),
    "own.take_copy": View("/manage/organisation/copy", PARTNERS, None, 404),
    "pathways.area": View("/manage/pathways/<place>", STAFF, 200),
    "pathways.edit": View("/manage/pathways/routes/<uuid:pathway_id>/edit", EDITORS, 404, 404),
    "pathways.index": View("/manage/pathways", STAFF, 200),
    "pathways.new": View("/manage/pathways/<place>/new", EDITORS, 200, 422),
    "pathways.put_away": View("/manage/pathways/routes/<uuid:pathway_id>/archive", EDITORS, None, 404),
    "pathways.route": View("/manage/pathways/routes/<uuid:pathway_id>", STAFF, 404),
    "pathways.routes": View("/manage/pathways/routes", STAFF, 200),
    "pathways.take_out": View("/manage/pathways/routes/<uuid:pathway_id>/unarchive", EDITORS, None, 404),
    "people.change": View("/manage/people/<uuid:account_id>/part", LEADS, 200, 422),
    "people.end": View("/manage/people/<uuid:account_id>/leave", LEADS, 200, 422),
    "people.index": View("/manage/people", READERS, 200),
    "people.invite": View("/manage/people/invite", LEADS, 200, 422),
    "people.person": View("/manage/people/<uuid:account_id>", READERS, 200),
    "people.restart": View("/manage/people/<uuid:account_id>/reinstate", LEADS, None, 303),
    "people.send_again": View("/manage/people/<uuid:account_id>/invite-again", LEADS, None, 303),
    "people.stop": View("/manage/people/<uuid:account_id>/suspend", LEADS, 200, 422),
    "policies.approve": View("/manage/policies/entries/<uuid:policy_id>/approve", EDITORS, None, 404),
    "policies.edit": View("/manage/policies/entries/<uuid:policy_id>/edit", EDITORS, 404, 404),
    "policies.entries": View("/manage/policies/entries", STAFF, 200),
    "policies.entry": View("/manage/policies/entries/<uuid:policy_id>", STAFF, 404),
    "policies.index": View("/manage/policies", STAFF, 200),
    "policies.new": View("/manage/policies/<place>/new", EDITORS, 200, 422),
    "policies.place": View("/manage/policies/<place>", STAFF, 200),
    "policies.set_aside": View("/manage/policies/entries/<uuid:policy_id>/set-aside", EDITORS, 404, 404),
    "programme.programme": View("/manage/events/programme", STAFF, 200),
    "registration.about": View(
        "/partners/register", PUBLIC, 200
    ),  # this and the next: whoever registers an organisation, without an account
    "registration.back": View("/partners/register/back/<token>", PUBLIC, 404, 400),  # whoever has the link
    "registration.check": View(
        "/partners/register/<uuid:application_id>/check", PUBLIC, 404, 400
    ),  # this and the next: whose browser began it
    "registration.consents": View("/partners/register/<uuid:application_id>/consents", PUBLIC, 404, 400),
    "registration.erase": View("/partners/register/<uuid:application_id>/erase", PUBLIC, 404, 400),
    "registration.language": View("/partners/register/language", PUBLIC, None, 303),
    "registration.link": View("/partners/register/<uuid:application_id>/link", PUBLIC, None, 400, read_by="registration.section"),
    "registration.mailed": View("/partners/register/<uuid:application_id>/mailed", PUBLIC, 303, 400),
    "registration.section": View("/partners/register/<uuid:application_id>/<name>", PUBLIC, 404, 400),
    "registration.start": View("/partners/register/start", PUBLIC, 200, 400),
    "registration.tasks": View("/partners/register/<uuid:application_id>", PUBLIC, 404),
    "registration_confirm.confirm": View("/m/partners/<token>", PUBLIC, 404, 404),  # whoever has the link
    "replies.choose": View("/manage/replies/areas", EDITORS, 200),
    "replies.edit": View("/manage/replies/<uuid:reply_id>/edit", EDITORS, 404, 404),
    "replies.index": View("/manage/replies", STAFF, 200),
    "replies.new": View("/manage/replies/areas/<place>/new", EDITORS, 200, 422),
    "replies.publish": View("/manage/replies/<uuid:reply_id>/publish", EDITORS, None, 404),
    "replies.reply": View("/manage/replies/<uuid:reply_id>", STAFF, 404),
    "replies.set_aside": View("/manage/replies/<uuid:reply_id>/set-aside", EDITORS, 404, 404),
    "security.change_password": View("/manage/profile/password", SIGNED_IN, 200, 200),
    "security.forgot_password": View("/manage/recover", PUBLIC, 200, 422),
    "security.login": View("/manage/sign-in", PUBLIC, 302, 302, nobody=(200, 200)),
    "security.logout": View("/manage/sign-out", PUBLIC, None, 302),
    "security.mf_recovery": View("/manage/sign-in/recovery-code", PUBLIC, 302, 302),  # this and the next steps: whoever is halfway in
    "security.mf_recovery_codes": View("/manage/profile/recovery-codes", SIGNED_IN, 200, 200),
    "security.reset_password": View("/manage/recover/<token>", PUBLIC, 302, 302),  # whoever has the link
    "security.tf_select": View("/manage/sign-in/choose", PUBLIC, 302, 302),
    "security.two_factor_rescue": View("/manage/sign-in/help", CLOSED, 403, 403),  # closed
    "security.two_factor_setup": View("/manage/profile/authenticator", PUBLIC, 200, 200, nobody=(302, 302)),
    "security.two_factor_setup_validate": View("/manage/profile/authenticator/<token>", SIGNED_IN, None, 303),
    "security.two_factor_token_validation": View("/manage/sign-in/code", PUBLIC, 302, 302),
    "security.verify": View("/manage/confirm", SIGNED_IN, 200, 200),
    "security.wan_delete": View("/manage/profile/passkeys/remove", SIGNED_IN, 302, 302),
    "security.wan_register": View("/manage/profile/passkeys", SIGNED_IN, 200, 200),
    "security.wan_register_response": View("/manage/profile/passkeys/<token>", SIGNED_IN, None, 302),
    "security.wan_signin": View("/manage/sign-in/passkey", PUBLIC, 302, 302, nobody=(200, 200)),
    "security.wan_signin_response": View("/manage/sign-in/passkey/<token>", PUBLIC, None, 302),
    "security.wan_verify": View("/manage/confirm/passkey", SIGNED_IN, 200, 200),
    "security.wan_verify_response": View("/manage/confirm/passkey/<token>", SIGNED_IN, None, 302),
    "site.healthz": View("/healthz", PUBLIC, 200),
    "site.leave": View("/exit", PUBLIC, 303),
    "site.readyz": View("/readyz", PUBLIC, 503),  # nothing is published in this installation
    "still_true.answer": View("/m/still-true/<token>", PUBLIC, 404, 404),
    "still_true.left": View("/m/left", PUBLIC, 200),
    "timeline.index": View("/manage/timeline", STAFF, 200),
    "trail.entry": View("/manage/audit/<int:place>", READERS, 200),
    "trail.index": View("/manage/audit", READERS, 200),
    "updates.commitments": View("/manage/updates/<uuid:update_id>/commitments", EDITORS, 404, 404),
    "updates.content": View("/manage/updates/<uuid:update_id>/content.json", STAFF, 404),
    "updates.document": View("/manage/updates/<uuid:update_id>/document", STAFF, 404),
    "updates.edit": View("/manage/updates/<uuid:update_id>/edit", EDITORS, 404, 404),
    "updates.index": View("/manage/updates", STAFF, 200),
    "updates.new": View("/manage/updates/new", EDITORS, 200, 422),
    "updates.new_party": View("/manage/updates/<uuid:update_id>/parties/new", EDITORS, 404, 404),
    "updates.party": View("/manage/updates/<uuid:update_id>/parties/<uuid:party_id>", EDITORS, 404, 404),
    "updates.pdf": View("/manage/updates/<uuid:update_id>/document.pdf", STAFF, 404),
    "updates.section": View("/manage/updates/<uuid:update_id>/sections/<key>", EDITORS, 404, 404),
    "updates.send": View("/manage/updates/<uuid:update_id>/review", EDITORS, None, 404),
    "updates.set_aside": View("/manage/updates/<uuid:update_id>/set-aside", EDITORS, 404, 404),
    "updates.stop_changes": View("/manage/updates/<uuid:update_id>/freeze", LEADS, 404, 404),
    "updates.update": View("/manage/updates/<uuid:update_id>", STAFF, 404),
    "updates.verdict": View("/manage/updates/<uuid:update_id>/verdict", LEADS, 404, 404),
    "vetting.appeal": View("/manage/partners/<uuid:organisation_id>/appeal", EDITORS, 404, 404),
    "vetting.back": View("/manage/partners/<uuid:organisation_id>/step-back", EDITORS, 404, 404),
    "vetting.check": View("/manage/partners/<uuid:organisation_id>/checks/<path:key>", EDITORS, 404, 404),
    "vetting.decision": View("/manage/partners/<uuid:organisation_id>/decide", EDITORS, 404, 404),
    "vetting.index": View("/manage/partners", STAFF, 200),
    "vetting.look_up": View("/manage/partners/<uuid:organisation_id>/look-up/<org_id>", EDITORS, None, 404),
    "vetting.organisation": View("/manage/partners/<uuid:organisation_id>", STAFF, 404),
    "vetting.owner": View("/manage/partners/<uuid:organisation_id>/owner", EDITORS, 404, 404),
    "vetting.proposal": View("/manage/partners/<uuid:organisation_id>/propose/<kind>", EDITORS, 404, 404),
    "vetting.question": View("/manage/partners/<uuid:organisation_id>/ask", EDITORS, 404, 404),
    "vetting.queue": View("/manage/partners/queue", STAFF, 200),
    "vetting.take_back_question": View(
        "/manage/partners/<uuid:organisation_id>/questions/<uuid:question_id>/take-back", EDITORS, None, 404
    ),
    "work.index": View("/manage/commitments/<key>/work", STAFF, 404),
}
