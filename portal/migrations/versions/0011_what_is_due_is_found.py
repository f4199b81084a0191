"""What is due at a centre's door is found without looking through the rest."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_index("ix_matters_due", "matters", ["center_id", "stage", "next_due_at"], unique=False)


def downgrade() -> None:
    """Back."""
    op.drop_index("ix_matters_due", table_name="matters")
