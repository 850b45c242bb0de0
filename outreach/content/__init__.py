"""What the public pages say: pages of blocks, claims, contacts and their translations; and what a reader gets of them.

Owns the rules that keep a page true in thirty-one languages. Does not own how a page looks or how it is published (site).
"""
