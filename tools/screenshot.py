"""Make the picture in the README: the page on a phone, in three languages, from the pages as they are published now."""

import base64
import tempfile
import threading
from pathlib import Path

import flask_migrate
from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from outreach.app import create_app
from outreach.core.config import ROOT, Config
from outreach.core.db import db
from outreach.demo.operations import load_demonstration
from outreach.site.operations import publish_site

TARGET = ROOT / "docs" / "reading.png"
CHROMIUM = "/usr/bin/chromium"
PATHS = ("/en/your-information", "/ur/your-information", "/zh-Hans/your-information")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        config = Config(data_dir=Path(folder))
        app = create_app(config)
        with app.app_context():
            flask_migrate.upgrade()
            load_demonstration(now=config.clock())
            db.session.commit()
            publish_site(config, now=config.clock())
            db.session.commit()
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            take(browser.new_page(viewport={"width": 360, "height": 640}), f"http://127.0.0.1:{server.server_port}")
            browser.close()
        server.shutdown()
    print(f"{TARGET.relative_to(ROOT)} made")


def take(tab: Page, address: str) -> None:
    """Three screens side by side, in one picture."""
    shots = []
    for path in PATHS:
        tab.goto(address + path)
        shots.append(base64.b64encode(tab.screenshot()).decode())
    images = "".join(f'<img src="data:image/png;base64,{shot}" style="border:1px solid #999;margin:8px">' for shot in shots)
    tab.set_viewport_size({"width": 1140, "height": 660})
    tab.set_content(f'<body style="margin:0;display:flex;background:#fff">{images}')
    tab.screenshot(path=TARGET)


if __name__ == "__main__":
    main()
