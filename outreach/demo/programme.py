"""The demonstration's programme: what its people have planned, promised and done. After the accounts, which it belongs to."""

from __future__ import annotations

from datetime import datetime

from outreach.demo.alerts import load_alerts
from outreach.demo.briefings import load_briefings
from outreach.demo.campaigns import load_campaigns
from outreach.demo.commitments import load_commitments
from outreach.demo.events import load_events
from outreach.demo.outcomes import load_outcomes
from outreach.demo.partners import load_partners
from outreach.demo.pathways import load_pathways
from outreach.demo.policies import load_policies
from outreach.demo.services import load_services
from outreach.demo.updates import load_updates


def load_programme(*, now: datetime) -> None:
    """Add what is missing; done twice, it changes nothing."""
    load_partners(now=now)
    load_commitments(now=now)
    load_campaigns(now=now)
    load_events(now=now)
    load_outcomes(now=now)
    load_policies(now=now)
    load_partners(now=now)
    load_services(now=now)
    load_pathways(now=now)
    load_alerts(now=now)
    load_updates(now=now)
    load_briefings(now=now)
