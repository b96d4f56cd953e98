"""Sends what is claimed, and handles what could not be sent."""
