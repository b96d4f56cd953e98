"""Drafts the papers that a deadline calls for."""
