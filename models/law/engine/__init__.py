"""Counts: turns the entries of a docket into deadlines under the rules."""
