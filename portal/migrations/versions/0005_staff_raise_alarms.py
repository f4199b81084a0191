"""Whoever works on a matter may raise an alarm themselves."""

from alembic import op

from portal.migrations.steps import remake

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BEFORE = ("story", "questions", "counter", "triage", "room")
AFTER = (*BEFORE, "staff")


def upgrade() -> None:
    """Forward."""
    remake("alarms", conditions={"ck_alarms_source": f"source in {AFTER}"})


def downgrade() -> None:
    """Back."""
    op.execute("update alarms set source = 'triage' where source = 'staff'")
    remake("alarms", conditions={"ck_alarms_source": f"source in {BEFORE}"})
