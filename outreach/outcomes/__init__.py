"""What came of events: how many attended, what was heard, what follows, and how well it was interpreted. Counts and codes, never people."""
