"""Replays sample dockets and reported cases."""
