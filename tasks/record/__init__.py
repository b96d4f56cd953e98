"""Puts entries on record and calculates their deadlines."""
