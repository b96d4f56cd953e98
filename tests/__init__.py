"""The tests of Landwaiter."""
