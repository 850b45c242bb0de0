"""Which languages are truly offered for which needs in which areas, where nobody offers them, and what to do next.

Services are counted, never people.
"""
