"""The composition root: the only module that knows every feature."""

from __future__ import annotations

from contextlib import suppress

from flask import Flask
from flask_babel import Babel
from flask_migrate import Migrate

from outreach.accounts.setup import set_up_accounts
from outreach.alerts.setup import set_up_alerts
from outreach.briefings.setup import set_up_briefings
from outreach.campaigns.setup import set_up_campaigns
from outreach.cli.audit import audit
from outreach.cli.backup import backup, restore
from outreach.cli.content import claims, content
from outreach.cli.service import demo, export, publish, up, worker
from outreach.cli.users import users
from outreach.commitments.setup import set_up_commitments
from outreach.core.config import ROOT, Config
from outreach.core.db import db
from outreach.core.i18n import PoDomain
from outreach.core.logs import configure_logs
from outreach.coverage.setup import set_up_coverage
from outreach.directory.setup import set_up_directory
from outreach.events.setup import set_up_events
from outreach.openreferral.setup import set_up_openreferral
from outreach.outbox import routes as outbox
from outreach.outcomes.setup import set_up_outcomes
from outreach.overview.setup import set_up_overview
from outreach.partners.setup import set_up_partners
from outreach.pathways.setup import set_up_pathways
from outreach.policies.setup import set_up_policies
from outreach.replies.setup import set_up_replies
from outreach.site import routes as site
from outreach.site.operations import site_folder
from outreach.site.serving import PublishedPages
from outreach.updates.setup import set_up_updates
from outreach.vetting.setup import set_up_vetting
from outreach.web.access import deny_by_default
from outreach.web.assets import serve_assets
from outreach.web.counting import count_requests
from outreach.web.errors import keep_failures_inside, show_errors
from outreach.web.forms import csrf
from outreach.web.headers import protect_staff_pages
from outreach.web.jinja import prepare_templates
from outreach.web.language import select_locale
from outreach.web.limits import limit_posts
from outreach.web.proxies import behind_proxies
from outreach.web.transactions import keep_reads_readonly
from outreach.web.waking import wake_after_commits
from outreach.worker import JOBS

FEATURES = (
    *(set_up_campaigns, set_up_events, set_up_outcomes, set_up_replies, set_up_commitments, set_up_policies, set_up_briefings),
    *(
        set_up_updates,
        set_up_partners,
        set_up_vetting,
        set_up_directory,
        set_up_openreferral,
        set_up_pathways,
        set_up_coverage,
        set_up_alerts,
    ),
)
"""In the order in which their sections stand beside the pages."""
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def create_app(config: Config | None = None) -> Flask:
    """The application with *config*, or with the settings of the environment.

    Raises ConfigError when those are missing or malformed.
    """
    config = config or Config.from_environ()
    configure_logs(config)
    with suppress(OSError):  # whoever writes there first says so if it cannot be written
        config.data_dir.mkdir(parents=True, exist_ok=True)
    app = Flask("outreach", root_path=str(ROOT), template_folder="templates", static_folder=None)
    app.config.update(_settings(config))
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "outreach" / "migrations"), render_as_batch=True)
    Babel(app, locale_selector=select_locale).domain_instance = PoDomain()
    prepare_templates(app)
    serve_assets(app)
    limit_posts(app)
    csrf.init_app(app)
    csrf.exempt(outbox.bp)  # signed by the provider instead
    deny_by_default(app)
    keep_reads_readonly(app)
    wake_after_commits(app, config)
    count_requests(app)
    protect_staff_pages(app)
    show_errors(app, elsewhere=site.show_error)
    set_up_accounts(app, config)
    for set_up in FEATURES:
        set_up(app)
    set_up_overview(app, JOBS)
    for blueprint in (site.bp, site.programme_bp, outbox.bp):
        app.register_blueprint(blueprint)
    for command in (up, publish, export, worker, demo, content, claims, audit, backup, restore, users):
        app.cli.add_command(command)
    pages = PublishedPages(keep_failures_inside(app.wsgi_app), site_folder(config), hosts=_hosts(config))
    app.wsgi_app = behind_proxies(pages, config.trusted_proxies)  # type: ignore[assignment]
    return app


def _settings(config: Config) -> dict[str, object]:
    """What Flask and its extensions read."""
    return {
        "OUTREACH": config,
        "SECRET_KEY": config.secret_keys[0],
        "SECRET_KEY_FALLBACKS": list(config.secret_keys[1:]),
        "SQLALCHEMY_DATABASE_URI": config.sqlalchemy_url,
        "WTF_CSRF_SSL_STRICT": False,  # some browsers send no Referer; the token says enough
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session that it belongs to
    }


def _hosts(config: Config) -> frozenset[str]:
    """The names that we answer to, each with and without the port."""
    names = {*LOOPBACK, *(f"[{name}]" if ":" in name else name for name in (config.public_host, config.host))}
    return frozenset(names | {f"{name}:{config.port}" for name in names})
