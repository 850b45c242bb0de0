"""Who may sign in, as what and where. Staff, translators and members of partner organisations; never readers."""
