"""The shape of the house: what the tools do not check by themselves."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest
from flask import Flask

from outreach.core.config import ROOT

SOURCES = sorted((ROOT / "outreach").rglob("*.py"))
LONGEST_FILE = 300
LONGEST_FUNCTION = 40


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tracked() -> list[str]:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.splitlines()


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_files_and_functions_stay_short(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= LONGEST_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, node.name


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_imports_stand_at_the_top(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef):
            assert not [inner for inner in ast.walk(node) if isinstance(inner, ast.Import | ast.ImportFrom)], node.name


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_modules_say_what_they_are_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def test_only_the_clock_reads_the_time_and_only_the_settings_read_the_environment() -> None:
    for path in SOURCES:
        text = path.read_text("utf-8")
        assert "datetime.now(" not in text or path.name == "clock.py", path
        assert "os.environ" not in text or path.name == "config.py", path


def test_every_template_compiles(published: Flask) -> None:
    names = published.jinja_env.list_templates(extensions=["html", "conf", "txt", "mjml"])
    assert len(names) > 4
    for name in names:
        published.jinja_env.get_template(name)


def test_styles_use_logical_properties_only() -> None:
    physical = re.compile(
        r"(margin|padding|border|inset)-(left|right|top|bottom)|(^|[;{\s])(left|right|top|bottom|width|height|min-width|max-width)\s*:|text-align:\s*(left|right)"
    )
    for path in (ROOT / "static" / "css").glob("*.css"):
        assert not physical.search(path.read_text("utf-8")), path


def test_nothing_of_a_machine_or_a_registry_is_kept() -> None:
    if not tracked():
        pytest.fail("not a git repository: these tests run in one")
    for name in tracked():
        path = ROOT / name
        if path.suffix in (".png", ".ico") or not path.is_file():
            continue
        text = path.read_text("utf-8")
        assert not re.search(r"(^|[^A-Za-z0-9_.])/(work|root)/", text), name
        assert not re.search(r"https?://(pypi|files\.pythonhosted|registry\.npmjs)", text) or name.startswith("tests/"), name
    assert not [name for name in tracked() if name.endswith((".mo", ".pyc", ".sqlite3")) or "node_modules" in name]
