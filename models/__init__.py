"""The law and the record."""
