"""You said, we did: what was heard in a force area and what was done about it, written by one person and read by another.

The texts that hold are units of content (`reply/<area>/heard`, `reply/<area>/done`), translated like every other text that readers get.
"""
