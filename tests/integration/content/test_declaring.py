"""Declaring a change in the project's own files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from outreach.content import declaring
from outreach.content.changes import ChangeRefused
from outreach.content.declaring import declare
from outreach.content.files import SEED, read_history, read_library, read_texts
from outreach.content.library import Gravity, units_of
from outreach.content.po import ContentError
from outreach.content.rules import Outcome, read_unit
from outreach.core.i18n import TRANSLATIONS
from tests.conftest import NOW

KEY = "claim/not-law"
TODAY = NOW.date()


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project's files, in a place where a test may change them."""
    shutil.copytree(SEED, tmp_path / "seed")
    shutil.copytree(TRANSLATIONS, tmp_path / "translations")
    monkeypatch.setattr(declaring, "SEED", tmp_path / "seed")
    monkeypatch.setattr(declaring, "TRANSLATIONS", tmp_path / "translations")
    return tmp_path


def edit(files: Path, new: str) -> None:
    claims = files / "seed" / "claims.toml"
    claims.write_text(claims.read_text("utf-8").replace("The national police guidance is not law.", new), "utf-8")


def test_a_change_is_refused_until_it_is_declared_and_then_has_its_effect(files: Path) -> None:
    edit(files, "National police guidance is not a law.")
    with pytest.raises(ContentError, match=f"content declare {KEY}"):
        read_library(today=TODAY, is_demo=True, seed=files / "seed", translations=files / "translations")
    declare(KEY, Gravity.WORDING, on=TODAY)
    library = read_library(today=TODAY, is_demo=True, seed=files / "seed", translations=files / "translations")
    assert read_unit(units_of(library)[KEY], "ur").outcome is Outcome.ENGLISH  # a claim is safety, whatever the change
    assert [revision.change for revision in read_history(files / "seed")[KEY]] == [None, Gravity.WORDING]


def test_a_cosmetic_change_keeps_every_translation_current(files: Path) -> None:
    edit(files, "The national police guidance is not law!")
    declare(KEY, Gravity.COSMETIC, on=TODAY)
    library = read_library(today=TODAY, is_demo=True, seed=files / "seed", translations=files / "translations")
    assert read_unit(units_of(library)[KEY], "ur").outcome is Outcome.CURRENT


@pytest.mark.parametrize(
    ("new", "key", "complaint"),
    [
        ("The national police guidance is law.", KEY, "a negation or a restriction changed, which is not cosmetic"),
        ("The national police guidance is not law.", KEY, "has not changed since"),
        ("The national police guidance is not law.", "claim/nothing", "there is no such text"),
    ],
)
def test_what_cannot_be_declared(files: Path, new: str, key: str, complaint: str) -> None:
    edit(files, new)
    before = (files / "seed" / "history.toml").read_bytes()
    with pytest.raises(ChangeRefused, match=complaint):
        declare(key, Gravity.COSMETIC, on=TODAY)
    assert (files / "seed" / "history.toml").read_bytes() == before
    assert read_texts(files / "seed")[KEY] == new
