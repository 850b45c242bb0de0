"""The demonstration programme: what a newcomer sees after `make run`. Imported by the commands only; never loaded in production."""
