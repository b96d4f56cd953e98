"""How long CBP took for each of its steps."""
