"""Events: where the programme meets people. Each occurrence is a row of its own; a series is the rule that its rows were made by.

This feature owns events, series, venues and interpreters. Titles and summaries are units of content, translated like every other text.
"""
