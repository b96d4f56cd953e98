"""Looks at everything that is due, and proves that it looked."""
