"""Runs the migrations on the connection that `models.record.database.migrate` hands over."""

from alembic import context
from sqlmodel import SQLModel

from models.record.tables import alerts, dockets, office, proof

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True, transactional_ddl=False
)
DECLARED = (dockets.Entry, office.Evidence, alerts.Alert, proof.DocketSeal)
for table in DECLARED:
    assert table.__tablename__ in SQLModel.metadata.tables
context.run_migrations()
