"""What the desk loads before its first page: no page waits for it, nor for the garbage collector."""

import gc

from sqlalchemy.orm import configure_mappers

from deployments.desk.render import compile_templates
from models.law.load import load_law


def load() -> None:
    """Loads the law and the templates, and keeps all that is loaded out of later garbage collections.

    Without this, each full collection looks at the whole law again: about a tenth of a second, in the
    middle of some page.
    """
    configure_mappers()
    load_law()
    compile_templates()
    gc.collect()
    gc.freeze()
