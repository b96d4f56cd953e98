"""The pages of the desk, one file for each group of addresses."""
