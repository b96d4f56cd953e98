"""The worked example that explains chains is true."""

import doctest

from models.law.engine import chains


def test_the_example_in_the_docstring_holds() -> None:
    result = doctest.testmod(chains)
    assert (result.failed, result.attempted > 0) == (0, True)
