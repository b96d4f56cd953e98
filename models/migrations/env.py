"""Runs the migrations on the connection that `models.db.migrate` hands over."""

from alembic import context
from sqlmodel import SQLModel

import models.alerts
import models.office
import models.second_eyes
import models.tables

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True, transactional_ddl=False
)
DECLARED = (
    models.tables.Entry,
    models.office.Evidence,
    models.alerts.Alert,
    models.second_eyes.Confirmation,
)
for table in DECLARED:
    assert table.__tablename__ in SQLModel.metadata.tables
context.run_migrations()
