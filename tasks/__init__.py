"""Read, decide, write: one unit of retry each."""
