"""Puts the second calculator, beside the tests of the law, where the tests of the cases can import it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "law"))
