"""What every feature stands on: settings, database rules, clock, languages, text, jobs.

Knows no feature and no request.
"""
