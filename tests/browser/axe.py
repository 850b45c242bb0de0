"""What axe finds wrong with a page."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@functools.cache
def axe() -> str:
    return Path(AXE_FILE_PATH).read_text("utf-8")


def violations(tab: Page, *, contrast: str = "enhanced") -> list[dict[str, Any]]:
    """What axe finds wrong, by rule, with the elements. Contrast is 7:1 on readers' pages, 4.5:1 ("minimum") on those of staff; '' leaves
    it out, which is more than half of the work.
    """
    tab.evaluate(axe())
    options = json.dumps(
        {
            "runOnly": {"type": "tag", "values": TAGS},
            "resultTypes": ["violations"],
            "iframes": False,  # axe stands in the page alone; the frame of a mail would be asked in vain
            "rules": {"color-contrast-enhanced": {"enabled": contrast == "enhanced"}, "color-contrast": {"enabled": contrast != ""}},
        }
    )
    found = tab.evaluate(f"axe.run(document, {options}).then(result => result.violations)")
    return [{"rule": v["id"], "elements": [node["html"][:120] for node in v["nodes"]]} for v in found]
