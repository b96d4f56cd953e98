"""Decides who must hear what, and when."""
