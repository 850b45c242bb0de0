"""Outreach: plans and tracks a stakeholder and community outreach programme, and serves multilingual pages about telling
the police about a crime whatever the reader's immigration status.

The floors of the house, top to bottom, are written down in pyproject.toml (import-linter) and explained in
docs/architecture.md. Nothing here imports upwards.
"""
