"""Progress updates on their pages: written, reviewed, frozen, and read as HTML, PDF and bytes."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from outreach.accounts.rules import Role
from outreach.commitments.operations import withdraw_evidence
from outreach.commitments.queries import get_evidence
from outreach.core.db import db
from outreach.updates.letter import digest, write_canonical
from outreach.updates.operations import record_party
from outreach.updates.pdf import PdfFailed, render_pdf
from outreach.updates.rules import State
from outreach.updates.setup import with_marks
from tests.accounts import EVERYWHERE, add_account, areas, post, sign_in
from tests.conftest import NOW
from tests.integration.commitments.test_register import hidden
from tests.integration.updates.conftest import Desk
from tests.integration.updates.test_freezing import APPROVAL, PARTY
from tests.unit.updates.test_letter import make_letter

FRAME = {
    "title": "Second update", "addressee_name": "Araminta", "addressee_body": "Inspectorate", "salutation": "Dear Araminta,",
    "signed_name": "Ffion", "opening": "", "closing": "",
}  # fmt: skip
DAYS = {
    f"{name}-{part}": value
    for name, day in (("dated_on", (24, 11, 2026)), ("period_from", (25, 1, 2022)), ("period_to", (20, 11, 2026)))
    for part, value in zip(("day", "month", "year"), map(str, day), strict=True)
}


def test_an_update_is_begun_once_with_the_commitments_that_were_chosen(desk: Desk) -> None:
    client = sign_in(desk.app, desk.writer_id)
    opened = hidden(client.page("/manage/updates/new"))
    assert post(client, "/manage/updates/new", **opened, **FRAME, **DAYS).status_code == 422
    wrong = DAYS | {"period_to-year": "2021"}
    assert "not before the first" in post(client, "/manage/updates/new", **opened, **FRAME, **wrong, commitments="L2").text
    for _ in range(2):
        response = post(client, "/manage/updates/new", **opened, **FRAME, **DAYS, commitments=["L2", "R5"])
        assert response.status_code == 303
    page = client.page(response.location)
    assert [code.text for code in page.all("code")] == ["L2", "R5"]
    assert "2 progress updates" in client.page("/manage/updates").text


def test_a_section_is_written_with_its_evidence_and_the_second_editor_is_told(desk: Desk) -> None:
    client, path = sign_in(desk.app, desk.writer_id), f"/manage/updates/{desk.update_id}"
    opened = hidden(client.page(f"{path}/sections/L2"))
    texts = {"done": "We held 15 briefings.", "not_done": "", "gaps": "None known."}
    assert post(client, f"{path}/sections/L2", **opened, **texts, evidence="L2.1").status_code == 303
    page = client.page(path)
    assert "A figure without evidence" in page.text
    assert "We held 15 briefings." in page.text
    assert post(client, f"{path}/sections/L2", **opened, **texts | {"gaps": "Mine"}, evidence="L2.1").status_code == 409
    opened = hidden(client.page(f"{path}/sections/L2"))
    assert post(client, f"{path}/sections/L2", **opened, **texts, evidence="L9.9").status_code == 422, "not offered"
    assert client.get(f"{path}/sections/L3").status_code == 404


def test_from_draft_to_frozen_on_the_pages(desk: Desk) -> None:
    writer, second, path = sign_in(desk.app, desk.writer_id), sign_in(desk.app, desk.second_id), f"/manage/updates/{desk.update_id}"
    assert "Nothing has to be mended" in writer.page(path).text
    assert post(writer, f"{path}/review").status_code == 303
    assert "Progress updates 1 to do" in second.page(path).text
    seen = hidden(writer.page(f"{path}/verdict"))
    assert "cannot approve it" in post(writer, f"{path}/verdict", **seen, verdict="approve", words="").text
    seen = hidden(second.page(f"{path}/verdict"))
    assert post(second, f"{path}/verdict", **seen, verdict="comment", words="").status_code == 422
    assert post(second, f"{path}/verdict", **seen, verdict="approve", words="Read it all.").status_code == 303
    assert "Read it all." in writer.page(path).text
    assert "Nobody can change them" in writer.page(f"{path}/freeze").text
    assert post(writer, f"{path}/freeze").status_code == 303
    page = writer.page(path)
    assert "Frozen by Writer" in page.text
    assert f"{path}/sections/L2" not in page.links
    for form in ("edit", "sections/L2", "commitments", "parties/new", "set-aside"):
        response = writer.get(f"{path}/{form}")
        assert (response.status_code, response.location) == (303, path)


def test_what_is_typed_while_the_draft_goes_to_review_is_not_lost(desk: Desk) -> None:
    client, path = sign_in(desk.app, desk.writer_id), f"/manage/updates/{desk.update_id}"
    opened = hidden(client.page(f"{path}/sections/L2"))
    post(client, f"{path}/review")
    response = post(client, f"{path}/sections/L2", **opened, done="A long new text.", not_done="", gaps="None known.")
    assert response.status_code == 422
    assert "A long new text." in response.text
    assert "no draft now" in response.text


def test_the_frozen_files_are_the_frozen_bytes_with_their_headers(desk: Desk) -> None:
    with desk.app.app_context():
        update = desk.freeze()
        sha, content, pdf = update.digest, update.content, update.pdf
    client, path = sign_in(desk.app, desk.second_id), f"/manage/updates/{desk.update_id}"
    response = client.get(f"{path}/document.pdf")
    assert response.data == pdf
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == f'inline; filename="progress-update-{sha[:8]}.pdf"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"
    kept = client.get(f"{path}/content.json")
    assert kept.data.decode() == content
    assert hashlib.sha256(kept.data).hexdigest() == sha
    assert kept.headers["Content-Disposition"].startswith("attachment")
    page = client.page(f"{path}/document")
    assert sha in page.text
    assert "14 briefings held" in page.text
    assert "#e-L2.1" in page.links


def test_a_draft_says_that_it_is_one_and_has_no_content_to_take_away(desk: Desk) -> None:
    client, path = sign_in(desk.app, desk.writer_id), f"/manage/updates/{desk.update_id}"
    assert "Draft. Not frozen, not sent." in client.page(f"{path}/document").text
    response = client.get(f"{path}/document.pdf")
    assert response.headers["Content-Disposition"] == 'inline; filename="draft-progress-update.pdf"'
    assert response.data.startswith(b"%PDF-")
    assert client.get(f"{path}/content.json").status_code == 404


def test_the_page_of_a_frozen_update_tells_what_was_withdrawn_since(desk: Desk) -> None:
    with desk.app.app_context():
        desk.freeze()
        withdraw_evidence(get_evidence("L2.1", scope=EVERYWHERE), reason="Counted twice", by=desk.writer, now=NOW)
        db.session.commit()
    text = sign_in(desk.app, desk.writer_id).page(f"/manage/updates/{desk.update_id}/document").text
    assert "Withdrawn since this was frozen: L2.1 (Counted twice)" in text


def test_a_partner_is_named_and_its_dissent_printed_beside_only_with_its_approval(desk: Desk) -> None:
    client, path = sign_in(desk.app, desk.writer_id), f"/manage/updates/{desk.update_id}"
    form = {"name": "Harbour Light", "described_as": "A charity", "contribution": "Read a draft.", "dissent": "We disagree."}
    opened = hidden(client.page(f"{path}/parties/new"))
    assert "Enter both, or neither" in post(client, f"{path}/parties/new", **opened, **form, approved_by="Perpetua").text
    assert post(client, f"{path}/parties/new", **opened, **form).status_code == 303
    document = client.page(f"{path}/document").text
    assert "Harbour Light" not in document
    assert "A charity Not named: it has not approved being named." in document
    link = next(link for link in client.page(path).links if "/parties/" in link and not link.endswith("new"))
    day = {"approved_on-day": "20", "approved_on-month": "11", "approved_on-year": "2026"}
    assert post(client, link, **hidden(client.page(link)), **form, **day, approved_by="Perpetua Moss").status_code == 303
    document = client.page(f"{path}/document").text
    assert "Harbour Light Named with its approval of 20 November 2026" in document
    assert "Its own note, in its own words We disagree." in document
    assert "Perpetua Moss" not in document


@pytest.mark.parametrize(
    ("role", "scope", "reads"),
    [
        (Role.AUDITOR, EVERYWHERE, 200), (Role.COORDINATOR, areas("kent"), 200), (Role.LEAD, areas("kent"), 200),
        (Role.PARTNER, EVERYWHERE, 403), (Role.TRANSLATOR, EVERYWHERE, 403), (Role.REVIEWER, EVERYWHERE, 403),
    ],
)  # fmt: skip
def test_staff_read_updates_and_nobody_writes_who_may_not(desk: Desk, role: Role, scope: Any, reads: int) -> None:
    with desk.app.app_context():
        somebody = add_account(role, scope)
    client, path = sign_in(desk.app, somebody), f"/manage/updates/{desk.update_id}"
    for page in ("/manage/updates", path, f"{path}/document", f"{path}/document.pdf"):
        assert client.get(page).status_code == reads
    for form in ("edit", "sections/L2", "commitments", "parties/new", "verdict", "freeze", "set-aside"):
        assert client.get(f"{path}/{form}").status_code == 403
    for act in ("review", "verdict", "freeze"):
        assert post(client, f"{path}/{act}").status_code == 403
    assert client.get("/manage/updates/new").status_code == 403


def test_a_text_is_never_read_as_markup(desk: Desk) -> None:
    hostile = '<script>alert(1)</script> #panic("x") $x$ *b* [L2.1] @e `r` \\ "q" {{ 7*7 }}'
    assert "<script>" not in with_marks(hostile, {"L2.1"})
    assert '<a class="govuk-link" href="#e-L2.1">[L2.1]</a>' in with_marks(hostile, {"L2.1"})
    letter = make_letter(title=hostile, opening=hostile, address=hostile, salutation=hostile, signed_name=hostile)
    assert render_pdf(letter, digest=digest(write_canonical(letter)), made_on=NOW.date(), is_frozen=True).startswith(b"%PDF-")


def test_the_same_document_gives_the_same_pdf_and_another_hash_another() -> None:
    letter = make_letter()
    first, again = (render_pdf(letter, digest="ab" * 32, made_on=NOW.date(), is_frozen=True) for _ in range(2))
    assert first == again
    assert first != render_pdf(letter, digest="cd" * 32, made_on=NOW.date(), is_frozen=True)


def test_an_update_of_a_writer_who_left_out_a_party_still_does_not_name_it(desk: Desk) -> None:
    with desk.app.app_context():
        values = PARTY | {"is_left_out": True}
        record_party(desk.update, desk.second_id, values, by=desk.writer, now=NOW)
        desk.change("L2", not_done="Harbour Light asked for more.")
        db.session.commit()
        assert desk.update.state == State.DRAFT
    text = sign_in(desk.app, desk.writer_id).page(f"/manage/updates/{desk.update_id}").text
    assert "is named and has not agreed to it" in text
    assert APPROVAL["approved_by"] not in text


def test_a_document_that_cannot_be_set_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    broken = tmp_path / "letter.typ"
    broken.write_text("#panic()", "utf-8")
    monkeypatch.setattr("outreach.updates.pdf.TEMPLATE", broken)
    with pytest.raises(PdfFailed):
        render_pdf(make_letter(), digest="", made_on=NOW.date(), is_frozen=False)
    response = sign_in(desk.app, desk.writer_id).get(f"/manage/updates/{desk.update_id}/document.pdf")
    assert response.status_code == 422
    assert "The PDF cannot be made" in response.text
