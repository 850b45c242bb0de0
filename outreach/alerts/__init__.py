"""Practice alerts: a partner organisation says that practice departed from what was promised; whoever leads in the area has to answer.

Codes only: no words of a partner, no day, no victim and no officer are ever in an alert.
"""
