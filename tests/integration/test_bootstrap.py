"""The set-up on a machine that has Python and nothing else."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from outreach.core.config import ROOT

SCRIPTS = ("bootstrap.py", "assets.py")
ASSETS = (".npmrc", "package.json", "package-lock.json")


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """The project's set-up, in a folder of its own, without an environment."""
    (tmp_path / "tools").mkdir()
    for script in SCRIPTS:
        shutil.copy(ROOT / "tools" / script, tmp_path / "tools")
    for name in ("requirements.txt", "requirements-dev.txt", *ASSETS):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "static" / "scss", tmp_path / "static" / "scss")
    return tmp_path


def ready(folder: Path, what: str) -> None:
    """Make *folder* look as after a whole set-up, with a command that says hello."""
    code = f"import bootstrap, assets; print({what})"
    stamp = subprocess.run([sys.executable, "-c", code], cwd=folder / "tools", capture_output=True, text=True, check=True).stdout.strip()
    (folder / ".venv" / "bin").mkdir(parents=True, exist_ok=True)
    Path(stamp).parent.mkdir(parents=True, exist_ok=True)
    Path(stamp).touch()
    command = folder / ".venv" / "bin" / "hello"
    command.write_text("#!/bin/sh\necho hello $1\n")
    command.chmod(0o755)


ENVIRONMENT = "bootstrap.stamp_path(bootstrap.requirement_files(False))"


def bootstrap(folder: Path, *command: str, **environ: str) -> subprocess.CompletedProcess[str]:
    settings = {"PATH": os.environ["PATH"], "HOME": str(folder), "PIP_CONFIG_FILE": os.devnull, **environ}
    return subprocess.run(
        [sys.executable, folder / "tools" / "bootstrap.py", *command],
        env=settings,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_without_a_network_the_first_set_up_says_so_in_one_line(bare: Path) -> None:
    done = bootstrap(bare, "python", "--version", PIP_INDEX_URL="http://127.0.0.1:9/", PIP_NO_CACHE_DIR="1")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "outreach: the packages cannot be downloaded: the first set-up needs a network. Connect, then run this again"
    ]
    assert not list((bare / ".venv").glob("ready-*"))


OLD_PYTHON = """
import runpy, sys
sys.path.insert(0, "tools")
sys.version_info = (3, 9, 2)
sys.argv[1:] = ["python"]
runpy.run_path("tools/bootstrap.py", run_name="__main__")
"""


def test_an_old_python_says_so_in_one_line(bare: Path) -> None:
    done = subprocess.run([sys.executable, "-c", OLD_PYTHON], cwd=bare, env={"PATH": ""}, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "needs Python 3.11 or newer; this is 3.9" in done.stderr


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_scripts_can_be_read_by_old_pythons(script: str) -> None:
    """Nothing newer than Python 3.6 in them, or the message above would be a SyntaxError."""
    ast.parse((ROOT / "tools" / script).read_text("utf-8"), feature_version=(3, 6))


def test_without_a_command_it_says_how_it_is_used(bare: Path) -> None:
    done = bootstrap(bare)
    assert (done.returncode, done.stderr) == (2, "usage: python3 tools/bootstrap.py [--dev] COMMAND [ARGUMENT ...]\n")


def test_a_ready_environment_is_used_as_it_is(bare: Path) -> None:
    """With the stamp in place nothing is installed: the command runs at once."""
    ready(bare, ENVIRONMENT)
    ready(bare, "assets.stamp_path()")
    assert bootstrap(bare, "hello", "world").stdout == "hello world\n"


def test_without_a_network_what_pages_load_cannot_be_fetched_and_one_line_says_so(bare: Path) -> None:
    ready(bare, ENVIRONMENT)
    settings = {"npm_config_registry": "http://127.0.0.1:9/", "npm_config_cache": str(bare / "cache"), "npm_config_fetch_retries": "0"}
    done = bootstrap(bare, "hello", **settings)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "outreach: govuk-frontend and sass cannot be downloaded: the first set-up needs a network. Connect, then run this again"
    ]
    assert not (bare / "static" / "vendor").exists()


def test_a_changed_style_is_built_anew_without_fetching_anything(bare: Path) -> None:
    """With the packages in place, as after the first set-up."""
    ready(bare, ENVIRONMENT)
    (bare / "node_modules").symlink_to(ROOT / "node_modules")
    settings = {"npm_config_registry": "http://127.0.0.1:9/"}
    assert bootstrap(bare, "hello", "world", **settings).stdout.splitlines() == [
        "Building the stylesheet of the signed-in pages",
        "hello world",
    ]
    assert (bare / "static" / "vendor" / "staff.css").read_bytes() == (ROOT / "static" / "vendor" / "staff.css").read_bytes()
    assert bootstrap(bare, "hello", "world", **settings).stdout == "hello world\n"
    with (bare / "static" / "scss" / "staff.scss").open("a") as file:
        file.write("\n.app-added { margin-block: 1px; }\n")
    assert "Building" in bootstrap(bare, "hello", "world", **settings).stdout
    assert ".app-added" in (bare / "static" / "vendor" / "staff.css").read_text("utf-8")


def test_a_mistake_in_a_style_is_told_in_one_line_and_leaves_no_stamp(bare: Path) -> None:
    ready(bare, ENVIRONMENT)
    (bare / "node_modules").symlink_to(ROOT / "node_modules")
    (bare / "static" / "scss" / "staff.scss").write_text(".a {")
    done = bootstrap(bare, "hello")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "cannot be built: Error: expected" in done.stderr
    assert not list((bare / "static").rglob("ready-*"))
