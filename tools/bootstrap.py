"""Make the virtual environment what the requirements say, build what pages load (`assets`), then become the command that was asked for.

    python3 tools/bootstrap.py [--dev] COMMAND [ARGUMENT ...]

Needs Python and nothing else. It is written so that an old Python can read it far enough to say that it is too old. When the
environment is already right this takes a few hundredths of a second.
"""

import glob
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys

import assets

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
OLDEST = (3, 11)


def refuse(reason):
    """End with one line that says what is wrong and what to do."""
    sys.stderr.write("outreach: " + reason + "\n")
    sys.exit(1)


def use_new_enough_python():
    """Go on in a newer Python of this machine when this one is too old."""
    if sys.version_info >= OLDEST:
        return
    for minor in range(19, OLDEST[1] - 1, -1):
        found = shutil.which("python3.{}".format(minor))
        if found and subprocess.call([found, "-c", "import venv"], stderr=subprocess.DEVNULL) == 0:
            os.execv(found, [found] + sys.argv)
    refuse(
        "needs Python {}.{} or newer; this is {}.{}. Install a newer Python, or name it: make PYTHON=python3.12 …".format(
            *(OLDEST + sys.version_info[:2])
        )
    )


def requirement_files(is_dev):
    names = ["requirements.txt"] + (["requirements-dev.txt"] if is_dev else [])
    return [os.path.join(ROOT, name) for name in names]


def stamp_of(files):
    """What the environment was made from: interpreter, place and requirements."""
    digest = hashlib.sha256((sys.version + VENV).encode())
    for name in files:
        with open(name, "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()[:16]


def stamp_path(files):
    return os.path.join(VENV, "ready-" + stamp_of(files))


def make_environment():
    if any(os.path.exists(stamp_path(requirement_files(is_dev))) for is_dev in (False, True)):
        return  # whole, only to be completed
    print("Setting up (once): virtual environment")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if made.returncode != 0:
        if not os.access(ROOT, os.W_OK):
            refuse("cannot write {}: make the folder writable, or copy the project elsewhere".format(ROOT))
        refuse("this Python cannot make virtual environments: install the package python3-venv (Debian, Ubuntu), then run this again")


def install(files):
    total = sum(len(re.findall(r"^[a-zA-Z0-9][^ ]*==", open(name, encoding="utf-8").read(), re.M)) for name in files)
    print("Setting up (once): {} packages, about a minute".format(total))
    command = [os.path.join(VENV, "bin", "python"), "-m", "pip", "install", "--require-hashes", "--prefer-binary", "--no-input"]
    command += ["--disable-pip-version-check", "--retries", "1", "--timeout", "30", "--progress-bar", "off"]
    for name in files:
        command += ["-r", name]
    pip = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
    try:
        said = follow(pip, total)
    finally:
        if pip.poll() is None:
            pip.terminate()
    if pip.returncode != 0:
        explain(said)
    for old in glob.glob(os.path.join(VENV, "ready-*")):
        os.remove(old)
    for is_dev in (False, True):
        wanted = requirement_files(is_dev)
        if set(wanted) <= set(files):
            open(stamp_path(wanted), "w").close()


def follow(pip, total):
    """Show how far pip is; returns what it said."""
    said, count = [], 0
    for line in pip.stdout:
        said.append(line)
        if line.startswith("Collecting "):
            count += 1
            if sys.stdout.isatty():
                sys.stdout.write("\r  {} of {}".format(min(count, total), total))
            elif count % 20 == 0:
                print("  {} of {}".format(count, total))
            sys.stdout.flush()
        elif line.startswith("Installing collected"):
            print(("\r" if sys.stdout.isatty() else "") + "  installing        ")
            sys.stdout.flush()
    pip.wait()
    return "".join(said)


def explain(said):
    offline = (
        "NewConnectionError",
        "NameResolutionError",
        "ConnectTimeoutError",
        "ProxyError",
        "ReadTimeoutError",
        "No matching distribution",
    )
    if any(sign in said for sign in offline):
        refuse("the packages cannot be downloaded: the first set-up needs a network. Connect, then run this again")
    if "No space left" in said:
        refuse("the disk is full: the set-up needs about 500 MB")
    last = [line for line in said.splitlines() if line.startswith("ERROR")] or said.splitlines() or ["pip said nothing"]
    refuse("the packages cannot be installed: " + last[0])


def stop(_number, _frame):
    sys.exit("Stopped.")


def main(arguments):
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    use_new_enough_python()
    is_dev = arguments[:1] == ["--dev"]
    command = arguments[1:] if is_dev else arguments
    if not command:
        sys.stderr.write("usage: python3 tools/bootstrap.py [--dev] COMMAND [ARGUMENT ...]\n")
        sys.exit(2)
    files = requirement_files(is_dev)
    if not os.path.exists(stamp_path(files)):
        make_environment()
        install(files)
    try:
        assets.build(VENV)
    except assets.NotBuilt as reason:
        refuse(str(reason))
    except OSError as error:
        refuse("the stylesheet of the signed-in pages cannot be built: {}".format(error))
    os.chdir(ROOT)
    os.environ["PATH"] = os.path.join(VENV, "bin") + os.pathsep + os.environ.get("PATH", "")
    program = os.path.join(VENV, "bin", command[0])
    sys.stdout.flush()
    os.execv(program, [program] + command[1:])


if __name__ == "__main__":
    main(sys.argv[1:])
