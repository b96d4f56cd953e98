"""That the log of changes has every row as it is: no write path passes it by."""

from sqlalchemy import Engine, inspect

from models.record.database import snapshot
from models.record.log_proof import log_faults
from models.record.receipts import all_receipts


def assert_logged(engine: Engine) -> None:
    """Of a record with the tables of this version; a test may have left one of a former version."""
    if inspect(engine).has_table("changepage"):
        with snapshot(engine) as session:
            assert log_faults(session, all_receipts(session)) == []
