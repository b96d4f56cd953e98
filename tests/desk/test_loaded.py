"""What the desk loads before its first page."""

import gc

from deployments.desk.loaded import load


def test_no_full_collection_looks_at_the_law_or_the_templates_again() -> None:
    gc.collect()
    before = len(gc.get_objects())
    try:
        load()
        assert gc.get_freeze_count() >= before
        assert len(gc.get_objects()) < before / 10
    finally:
        gc.unfreeze()
