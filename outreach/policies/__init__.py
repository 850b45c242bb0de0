"""What each force and the national guidance publish about sharing victims' details with Immigration Enforcement, read by two people."""
