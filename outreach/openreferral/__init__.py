"""The directory as open data, for other systems: the API of Open Referral UK (HSDS-UK 3.0). It reads, and owns nothing."""
