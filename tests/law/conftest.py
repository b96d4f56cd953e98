"""Puts the modules beside the tests of the law where those tests can import them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
