"""What registers say about a number: asked over the network where there is a key, and otherwise looked up by hand at these addresses.

The Charity Commission's API: GET /register/api/allcharitydetails/<number>/<suffix> with the header Ocp-Apim-Subscription-Key; the suffix
of a charity that is no subsidiary is 0, `reg_status` is 'R' while it is registered (https://api-portal.charitycommission.gov.uk).
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from http.client import HTTPException
from typing import Any

from outreach.core.config import Config
from outreach.partners.identifiers import Register, split_org_id

SECONDS = 6
MOST_BYTES = 1_000_000

_PAGES = {
    Register.CHARITY_COMMISSION: "https://register-of-charities.charitycommission.gov.uk/charity-search/-/charity-details/{number}",
    Register.OSCR: "https://www.oscr.org.uk/about-charities/search-the-register/charity-details?number={number}",
    Register.NORTHERN_IRELAND: "https://www.charitycommissionni.org.uk/charity-details/?regId={number}",
    Register.COMPANIES_HOUSE: "https://find-and-update.company-information.service.gov.uk/company/{number}",
}


class LookupFailed(Exception):
    """The register did not answer, or not so that it could be understood: somebody has to look by hand."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a register says; `name` is empty where it knows no such number."""

    name: str
    is_registered: bool
    registered_on: date | None = None
    removed_on: date | None = None


def page_of(org_id: str) -> str:
    """Where a person looks a number up."""
    register, number = split_org_id(org_id)
    return _PAGES[register].format(number=number)


def can_ask(org_id: str, config: Config) -> bool:
    return bool(config.charity_api_key) and split_org_id(org_id)[0] is Register.CHARITY_COMMISSION


def ask_register(org_id: str, config: Config) -> Entry:
    """What the Charity Commission says about a number. Takes some seconds at most. Raises LookupFailed."""
    number = split_org_id(org_id)[1]
    address = f"{config.charity_api}/register/api/allcharitydetails/{number}/0"
    headers = {"Ocp-Apim-Subscription-Key": config.charity_api_key, "Accept": "application/json", "Cache-Control": "no-cache"}
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - https, but in tests
    try:
        with _OPENER.open(request, timeout=SECONDS) as answer:
            return _read(json.loads(answer.read(MOST_BYTES)))
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == 404:
            return Entry("", is_registered=False)
        raise LookupFailed from None
    except (OSError, ValueError, HTTPException):
        raise LookupFailed from None


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """The key goes to the address in the settings and nowhere else."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirects)


def _read(answer: Any) -> Entry:
    """Raises ValueError."""
    if answer is None:
        return Entry("", is_registered=False)
    if not isinstance(answer, dict) or not isinstance(answer.get("charity_name"), str):
        raise ValueError
    removed_on = _day(answer.get("date_of_removal"))
    is_registered = answer.get("reg_status") == "R" and removed_on is None
    return Entry(answer["charity_name"].strip()[:300], is_registered, _day(answer.get("date_of_registration")), removed_on)


def _day(value: Any) -> date | None:
    with suppress(TypeError, ValueError):
        return date.fromisoformat(value[:10])
    return None
