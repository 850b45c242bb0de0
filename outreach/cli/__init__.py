"""The commands: `flask --app wsgi …`. Exit codes: 0 done, 1 refused or failed (one line why on stderr), 2 usage."""
