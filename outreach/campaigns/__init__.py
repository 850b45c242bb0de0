"""Campaigns: what is planned, for whom, with what money and risks, who does what by when, and what came of it.

Which commitments a campaign serves is named here; commitments know nothing of campaigns.
"""
