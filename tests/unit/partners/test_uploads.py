"""Files by what is in them: what is no picture or document is refused whatever it is called, and what is kept holds nothing besides."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.partners.labels import WRONG_FILES
from outreach.partners.uploads import LARGEST_DOCUMENT, LARGEST_PICTURE, Fault, WrongFile, read_document, read_picture

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PACKED = b"endobj 2 0 obj<</Type/ObjStm>>stream\n" + zlib.compress(b"<</S/Launch>>") + b"\nendstream"


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int = 2, height: int = 2, *extra: bytes, pixels: bytes | None = None) -> bytes:
    """A grey picture."""
    rows = (b"\0" + b"\x80" * width) * height if pixels is None else pixels
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(extra) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def jpeg(*extra: bytes, width: int = 2, height: int = 2) -> bytes:
    frame = segment(0xC0, b"\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00")
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34"
    return b"\xff\xd8" + segment(0xE0, b"JFIF\0") + b"".join(extra) + segment(0xDB, b"\0" * 65) + frame + scan + b"\xff\xd9"


def fault(read: object, sent: bytes) -> Fault:
    with pytest.raises(WrongFile) as wrong:
        read(sent)  # type: ignore[operator]
    return wrong.value.fault


def test_pictures_are_written_anew_without_comments_places_and_what_lies_behind_their_end() -> None:
    made = read_picture(png(2, 2, chunk(b"tEXt", b"Comment\0secret")) + b"<script>")
    assert (made.media_type, made.extension, made.content) == ("image/png", "png", png())
    made = read_picture(jpeg(segment(0xE1, b"Exif\0secret place"), segment(0xFE, b"secret")) + b"PK\x03\x04")
    assert (made.media_type, made.content) == ("image/jpeg", jpeg())
    assert read_picture(made.content).content == made.content


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (b"", Fault.NO_PICTURE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Fault.NO_PICTURE),
        (b"GIF89a", Fault.NO_PICTURE),
        (PDF, Fault.NO_PICTURE),
        (b"\x89PNG\r\n\x1a\n", Fault.BROKEN),
        (png()[:-6], Fault.BROKEN),
        (png()[:40] + b"\0" + png()[41:], Fault.BROKEN),
        (png(2, 2, chunk(b"EVIL", b"")), Fault.BROKEN),
        (png(pixels=b"\0" * 1000), Fault.BROKEN),
        (png(pixels=b"\0"), Fault.BROKEN),
        (png(0, 0), Fault.BROKEN),
        (png(5000, 1, pixels=b""), Fault.TOO_MANY_PIXELS),
        (b"\xff\xd8\xff\xd9", Fault.BROKEN),
        (jpeg()[:-5], Fault.BROKEN),
        (jpeg(segment(0xC4, b""), b"\x00"), Fault.BROKEN),
        (jpeg(width=5000), Fault.TOO_MANY_PIXELS),
        (jpeg(width=0), Fault.BROKEN),
        (png() + b"\0" * LARGEST_PICTURE, Fault.TOO_LARGE),
    ],
)
def test_what_is_no_whole_picture_is_refused(sent: bytes, expected: Fault) -> None:
    assert fault(read_picture, sent) is expected


def test_a_picture_that_would_unpack_to_more_than_it_says_is_not_unpacked() -> None:
    assert fault(read_picture, png(pixels=b"\0" * 50_000_000)) is Fault.BROKEN


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (b"MZ\x90", Fault.NO_DOCUMENT),
        (b"%PDF-1.7 cut off", Fault.BROKEN),
        (PDF.replace(b"/Catalog", b"/Catalog/OpenAction<<>>"), Fault.UNSAFE),
        (PDF.replace(b"/Catalog", b"/Catalog/J#61vaScript(1)"), Fault.UNSAFE),
        (PDF.replace(b"trailer<<", b"trailer<</Encrypt 2 0 R"), Fault.UNSAFE),
        (
            PDF.replace(b"endobj", b"endobj 2 0 obj<</Type/ObjStm>>stream\n" + zlib.compress(b"<</S/Launch>>") + b"\nendstream"),
            Fault.UNSAFE,
        ),
        (PDF + b"\0" * LARGEST_DOCUMENT, Fault.TOO_LARGE),
    ],
)
def test_documents_that_run_hold_or_hide_something_are_refused(sent: bytes, expected: Fault) -> None:
    assert fault(read_document, sent) is expected


def test_a_plain_pdf_and_a_photographed_certificate_are_documents() -> None:
    assert read_document(PDF).content == PDF
    assert read_document(png()).media_type == "image/png"
    assert read_document(PDF.replace(b"/Catalog", b"/Catalog/AAPL 1")).extension == "pdf", "a name that only begins like a forbidden one"


def beginning(start: bytes) -> st.SearchStrategy[bytes]:
    return st.binary(max_size=100).map(lambda rest: start + rest)


@given(st.one_of(*map(beginning, (b"", b"\xff\xd8\xff", b"%PDF-", png()[:33], jpeg()[:80]))))
def test_whatever_is_sent_is_kept_or_refused_in_words(sent: bytes) -> None:
    for read in (read_picture, read_document):
        try:
            read(sent)
        except WrongFile as wrong:
            assert WRONG_FILES[wrong.fault]  # noqa: PT017 - either is right
