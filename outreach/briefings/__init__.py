"""Briefings of officers and staff: material in versions, to whom it was issued, whom it reached, and what is still missing."""
