"""Whoever works on a matter may raise an alarm themselves; an alarm knows who spoke."""

import sqlalchemy as sa
from alembic import op

from portal.kernel.db import types
from portal.migrations.steps import remake

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BEFORE = ("story", "questions", "counter", "triage", "room")
AFTER = (*BEFORE, "staff")
TELLERS = {"person_id": "persons", "account_id": "accounts"}


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("alarms") as batch:
        for name, to in TELLERS.items():
            batch.add_column(sa.Column(name, types.Id(), nullable=True))
            batch.create_foreign_key(op.f(f"fk_alarms_{name}"), to, [name], ["id"])
    remake("alarms", conditions={"ck_alarms_source": f"source in {AFTER}"})


def downgrade() -> None:
    """Back."""
    op.execute("update alarms set source = 'triage' where source = 'staff'")
    remake("alarms", conditions={"ck_alarms_source": f"source in {BEFORE}"})
    with op.batch_alter_table("alarms") as batch:
        for name in TELLERS:
            batch.drop_constraint(op.f(f"fk_alarms_{name}"), type_="foreignkey")
            batch.drop_column(name)
