"""Negotiation of encodings and conditional requests."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.site.serving import accepted_encoding, is_known


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("", "identity"),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, gzip;q=0", "identity"),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("identity, gzip;q=0.5", "identity"),
        ("gzip;q=2", "identity"),
        ("gzip;q=", "identity"),
        (";;;,,, br", "br"),
        ("identity;q=0", "identity"),
    ],
)
def test_the_best_encoding_that_the_client_reads(header: str, encoding: str) -> None:
    assert accepted_encoding(header) == encoding


@given(st.text(st.sampled_from('gzipbr*,;=q01. \t"\\x'), max_size=60))
def test_whatever_the_header_says_there_is_an_answer(header: str) -> None:
    assert accepted_encoding(header) in ("br", "gzip", "identity")


@pytest.mark.parametrize(
    ("header", "known"),
    [
        ('"a-br"', True),
        ('W/"a-br"', True),
        ('"x", "a-br"', True),
        ("*", True),
        ('"a-gzip"', False),
        ("a-br", False),
        ("", False),
        (",,,", False),
    ],
)
def test_conditional_requests(header: str, known: bool) -> None:
    assert is_known('"a-br"', header) is known
