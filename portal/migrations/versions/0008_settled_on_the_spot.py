"""Disputes settled on the spot."""

import sqlalchemy as sa
from alembic import op

from portal.kernel.db import types
from portal.migrations.steps import forget_papers, remake

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BEFORE = ("agreement", "annex", "evidence", "consultation")
AFTER = (*BEFORE, "oral")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "oral_drafts",
        sa.Column("account_id", types.Id(), nullable=False),
        sa.Column("committee_id", types.Id(), nullable=False),
        sa.Column("center_id", types.Id(), nullable=False),
        sa.Column("answers_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("matter_id", types.Id(), nullable=True),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("expires_at", types.Instant(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("row_key", sa.LargeBinary(length=32), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_oral_drafts_account_id")),
        sa.ForeignKeyConstraint(["center_id"], ["organisations.id"], name=op.f("fk_oral_drafts_center_id")),
        sa.ForeignKeyConstraint(["committee_id"], ["organisations.id"], name=op.f("fk_oral_drafts_committee_id")),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_oral_drafts_matter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oral_drafts")),
    )
    op.create_index("ix_oral_drafts_account", "oral_drafts", ["account_id", "matter_id", "id"], unique=False)
    op.create_index(op.f("ix_oral_drafts_expires_at"), "oral_drafts", ["expires_at"], unique=False)
    op.create_table(
        "oral_agreements",
        sa.Column("case_id", types.Id(), nullable=False),
        sa.Column("matter_id", types.Id(), nullable=False),
        sa.Column("committee_id", types.Id(), nullable=False),
        sa.Column("paper_id", types.Id(), nullable=False),
        sa.Column("agreed_at", types.Instant(), nullable=False),
        sa.Column("recorded_at", types.Instant(), nullable=False),
        sa.Column("recorded_by", types.Id(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("seal_at", types.Instant(), nullable=True),
        sa.Column("seal_by", types.Id(), nullable=True),
        sa.Column("problem", sa.String(length=200), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("row_key", sa.LargeBinary(length=32), nullable=True),
        sa.CheckConstraint("(seal_at is null) = (seal_by is null)", name=op.f("ck_oral_agreements_seal")),
        sa.CheckConstraint("agreed_at <= recorded_at", name=op.f("ck_oral_agreements_agreed")),
        sa.ForeignKeyConstraint(["case_id"], ["mediation_cases.id"], name=op.f("fk_oral_agreements_case_id")),
        sa.ForeignKeyConstraint(["committee_id"], ["organisations.id"], name=op.f("fk_oral_agreements_committee_id")),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_oral_agreements_matter_id")),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name=op.f("fk_oral_agreements_paper_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["accounts.id"], name=op.f("fk_oral_agreements_recorded_by")),
        sa.ForeignKeyConstraint(["seal_by"], ["accounts.id"], name=op.f("fk_oral_agreements_seal_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oral_agreements")),
        sa.UniqueConstraint("case_id", name=op.f("uq_oral_agreements_case_id")),
        sa.UniqueConstraint("matter_id", name=op.f("uq_oral_agreements_matter_id")),
        sa.UniqueConstraint("paper_id", name=op.f("uq_oral_agreements_paper_id")),
    )
    op.create_index("ix_oral_agreements_committee", "oral_agreements", ["committee_id", "id"], unique=False)
    op.create_index("ix_oral_agreements_unsealed", "oral_agreements", ["committee_id", "seal_at", "id"], unique=False)
    op.create_table(
        "oral_objections",
        sa.Column("oral_id", types.Id(), nullable=False),
        sa.Column("person_id", types.Id(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", types.Instant(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("row_key", sa.LargeBinary(length=32), nullable=True),
        sa.ForeignKeyConstraint(["oral_id"], ["oral_agreements.id"], name=op.f("fk_oral_objections_oral_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_oral_objections_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oral_objections")),
        sa.UniqueConstraint("oral_id", "person_id", name=op.f("uq_oral_objections_oral_id_person_id")),
    )
    remake("papers", conditions={"ck_papers_kind": f"kind in {AFTER}"})


def downgrade() -> None:
    """Back."""
    op.drop_table("oral_objections")
    op.drop_index("ix_oral_agreements_unsealed", table_name="oral_agreements")
    op.drop_index("ix_oral_agreements_committee", table_name="oral_agreements")
    op.drop_table("oral_agreements")
    op.drop_index(op.f("ix_oral_drafts_expires_at"), table_name="oral_drafts")
    op.drop_index("ix_oral_drafts_account", table_name="oral_drafts")
    op.drop_table("oral_drafts")
    forget_papers("oral")
    remake("papers", conditions={"ck_papers_kind": f"kind in {BEFORE}"})
