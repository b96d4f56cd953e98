"""Starts, watches and stops the processes of an installation."""
