"""What is kept of a form that has to be sent again, and whose forms get that far."""

from __future__ import annotations

import pytest
from flask import Flask

from outreach.web.resending import is_same_origin, is_secret, readable


@pytest.mark.parametrize(
    "name", ["password", "new_password", "password-confirm", "totp_code", "Code", "recovery-code", "api_token", "secret", "pin"]
)
def test_passwords_and_codes_are_secrets(name: str) -> None:
    assert is_secret(name)


@pytest.mark.parametrize("name", ["postcode", "name", "opinion", "spinning", "tokens_of_thanks", "encoded", "starts_on-day"])
def test_other_names_are_not(name: str) -> None:
    assert not is_secret(name)


def test_names_become_readable() -> None:
    assert readable("starts_on-day") == "Starts on day"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "http://localhost"}, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}, True),
        ({}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "http://localhost.evil.example"}, False),
        ({"Origin": "http://evil.example"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://evil.example"}, False),
    ],
)
def test_only_a_browser_that_says_same_origin_is_believed(headers: dict[str, str], expected: bool) -> None:
    with Flask("origin").test_request_context("/manage/x", method="POST", headers=headers):
        assert is_same_origin() is expected
