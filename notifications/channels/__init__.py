"""Renders messages and hands them to channels."""
