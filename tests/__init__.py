"""Tests of Outreach. They start many processes: what one has compiled the next one reads, whatever the environment says of that."""

import os
import sys

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
