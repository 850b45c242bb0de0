"""The public pages as readers get them: rendering, publication, the bytes served, exit.

Owns how content becomes files and how those reach a browser, and the reader-safety contract (docs/safety-model.md). Does not
own what is said: that is content's. Rooms of its own, beside the usual ones: `rendering` (a page becomes HTML), `generations`
(a set of files becomes current, whole or not at all), `serving` (the middleware that answers from memory).
"""
