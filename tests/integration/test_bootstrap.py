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


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """The project's set-up, in a folder of its own, without an environment."""
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "bootstrap.py", tmp_path / "tools")
    for name in ("requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


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
sys.version_info = (3, 9, 2)
sys.argv[1:] = ["python"]
runpy.run_path("tools/bootstrap.py", run_name="__main__")
"""


def test_an_old_python_says_so_in_one_line(bare: Path) -> None:
    done = subprocess.run([sys.executable, "-c", OLD_PYTHON], cwd=bare, env={"PATH": ""}, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "needs Python 3.11 or newer; this is 3.9" in done.stderr


def test_the_script_can_be_read_by_old_pythons() -> None:
    """Nothing newer than Python 3.6 in it, or the message above would be a SyntaxError."""
    ast.parse((ROOT / "tools" / "bootstrap.py").read_text("utf-8"), feature_version=(3, 6))


def test_without_a_command_it_says_how_it_is_used(bare: Path) -> None:
    done = bootstrap(bare)
    assert (done.returncode, done.stderr) == (2, "usage: python3 tools/bootstrap.py [--dev] COMMAND [ARGUMENT ...]\n")


def test_a_ready_environment_is_used_as_it_is(bare: Path) -> None:
    """With the stamp in place nothing is installed: the command runs at once."""
    stamp = subprocess.run(
        [sys.executable, "-c", "import bootstrap; print(bootstrap.stamp_path(bootstrap.requirement_files(False)))"],
        cwd=bare / "tools",
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    (bare / ".venv" / "bin").mkdir(parents=True)
    Path(stamp).touch()
    command = bare / ".venv" / "bin" / "hello"
    command.write_text("#!/bin/sh\necho hello $1\n")
    command.chmod(0o755)
    assert bootstrap(bare, "hello", "world").stdout == "hello world\n"
