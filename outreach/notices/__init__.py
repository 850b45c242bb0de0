"""Who was told what about an event by mail: that they work there, what has changed, and that it is near.

What people know is compared with what is so, again and again: a worker that was stopped catches up, and whatever changed meanwhile is told
once. Nothing here says where a confidential event is; that is not stored at all.
"""
