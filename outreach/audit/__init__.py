"""What was done, when, by whom and to which record: append-only. Knows ids, not features, and no personal data."""
