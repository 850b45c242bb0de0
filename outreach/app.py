"""The composition root: the only module that knows every feature."""

from __future__ import annotations

from contextlib import suppress

from flask import Flask
from flask_babel import Babel
from flask_migrate import Migrate
from jinja2 import StrictUndefined

from outreach.cli.audit import audit
from outreach.cli.backup import backup, restore
from outreach.cli.content import claims, content
from outreach.cli.service import demo, export, publish, up, worker
from outreach.core.config import ROOT, Config
from outreach.core.db import db
from outreach.core.i18n import PoDomain
from outreach.core.logs import configure_logs
from outreach.outbox import routes as outbox
from outreach.overview import routes as overview
from outreach.site import routes as site
from outreach.site.operations import site_folder
from outreach.site.serving import PublishedPages
from outreach.web.access import deny_by_default
from outreach.web.counting import count_requests
from outreach.web.errors import keep_failures_inside
from outreach.web.transactions import keep_reads_readonly
from outreach.web.waking import wake_after_commits

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
    app.config.update(
        OUTREACH=config,
        SECRET_KEY=config.secret_keys[0],
        SECRET_KEY_FALLBACKS=list(config.secret_keys[1:]),
        SQLALCHEMY_DATABASE_URI=config.sqlalchemy_url,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.autoescape = _is_markup
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "outreach" / "migrations"), render_as_batch=True)
    babel = Babel(app)
    babel.domain_instance = PoDomain(domain="messages")
    deny_by_default(app)
    keep_reads_readonly(app)
    wake_after_commits(app, config)
    count_requests(app)
    for blueprint in (site.bp, outbox.bp, overview.bp):
        app.register_blueprint(blueprint)
    for command in (up, publish, export, worker, demo, content, claims, audit, backup, restore):
        app.cli.add_command(command)
    inside = keep_failures_inside(app.wsgi_app)
    app.wsgi_app = PublishedPages(inside, site_folder(config), hosts=_hosts(config))  # type: ignore[method-assign]
    return app


def _is_markup(template: str | None) -> bool:
    """Whether what is put into *template* has to be escaped; what has no name is."""
    return template is None or template.endswith((".html", ".mjml", ".svg", ".xml"))


def _hosts(config: Config) -> frozenset[str]:
    """The names that we answer to, each with and without the port."""
    names = {*LOOPBACK, *(f"[{name}]" if ":" in name else name for name in (config.public_host, config.host))}
    return frozenset(names | {f"{name}:{config.port}" for name in names})
