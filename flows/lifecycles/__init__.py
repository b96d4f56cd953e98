"""One file for each kind of matter: its two flows."""
