"""Organisations that work with the programme: what they say of themselves, who speaks for them, what they have agreed to.

Whether they may be listed is decided in `vetting`; what they offer to readers stands in the directory.
"""
