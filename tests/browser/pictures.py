"""Pictures of pages, for the eye."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Page


def keep_picture(tab: Page, name: str) -> None:
    """Of the whole page as it stands, where SCREENSHOTS names a folder; drawing is work, and otherwise nobody looks."""
    if "SCREENSHOTS" in os.environ:
        tab.screenshot(path=Path(os.environ["SCREENSHOTS"]) / f"{name}.png", full_page=True)
