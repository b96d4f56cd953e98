"""Sentences made of tasks: what a person records, and what the watch does by itself."""
