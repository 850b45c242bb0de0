"""Tests of Outreach. They start many processes: what one has compiled the next one reads, whatever the environment says of that.

Nothing of what is imported and collected is garbage; looking for it took two fifths of the time until the first test.
"""

import gc
import os
import sys

gc.disable()  # until everything is collected
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
