"""The base of every refusal of Landwaiter, and the one that the record makes."""


class Refused(Exception):
    """Something that cannot be done as asked.

    Its message is what a person reads: what was wrong, and what was expected.
    """


class RecordError(Refused):
    """Something that cannot be recorded."""
