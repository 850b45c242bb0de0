"""The WSGI entry point."""

import gc

gc.disable()  # nothing of what a start imports is garbage; looking for it takes a sixth of the time

from outreach.app import create_app  # noqa: E402

app = create_app()
gc.freeze()
gc.enable()
