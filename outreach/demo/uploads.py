"""A logo and a certificate of the demonstration, made here byte by byte: nobody's."""

from __future__ import annotations

import struct
import zlib

SIDE = 96
_SEA, _LIGHT = b"\x1d\x70\xb8", b"\xff\xdd\x00"


def make_logo() -> bytes:
    """A PNG: a yellow light over a blue sea."""
    middle, radius = SIDE // 2, SIDE // 4
    rows = b"".join(
        b"\0" + b"".join(_LIGHT if (x - middle) ** 2 + (y - middle) ** 2 <= radius**2 else _SEA for x in range(SIDE)) for y in range(SIDE)
    )
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")


def make_document(words: str) -> bytes:
    """A PDF of one page that says *words* (ASCII, without brackets)."""
    drawn = f"BT /F1 18 Tf 60 760 Td ({words}) Tj ET".encode("ascii")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    written, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return written + head + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(written))


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
