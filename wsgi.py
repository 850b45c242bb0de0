"""The WSGI entry point."""

from outreach.app import create_app

app = create_app()
