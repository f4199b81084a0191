"""A copy of a paper may go out by post."""

from alembic import op

from portal.migrations.steps import add_needed, is_sqlite, needed, remake

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BEFORE = ("screen", "email", "paper")
AFTER = (*BEFORE, "post")


def upgrade() -> None:
    """Forward."""
    add_needed("paper_deliveries", "posted", "boolean", "0")
    op.execute(f"update paper_deliveries set posted = {'0' if is_sqlite() else 'false'}")
    needed("paper_deliveries", "posted")
    remake(
        "paper_deliveries",
        conditions={
            "ck_paper_deliveries_way": f"way in {AFTER}",
            "ck_paper_deliveries_posted": "not posted or collected_at is not null",
        },
    )


def downgrade() -> None:
    """Back. What was posted counts as handed over; whoever waits for the post is asked to come."""
    op.execute("update paper_deliveries set way = 'paper' where way = 'post'")
    conditions = {"ck_paper_deliveries_way": f"way in {BEFORE}", "ck_paper_deliveries_posted": None}
    remake("paper_deliveries", conditions=conditions, drop=["posted"])
