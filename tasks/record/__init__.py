"""Puts entries on record and derives their deadlines."""
