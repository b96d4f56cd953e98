"""Decides and claims the alerts of a matter."""
