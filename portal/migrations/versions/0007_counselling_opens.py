"""Counselling opens, in a schema of its own where the engine has schemas (docs/decisions/026-counselling-apart.md)."""

import sqlalchemy as sa
from alembic import op

from portal.kernel.db import types
from portal.migrations.steps import is_sqlite

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

APART = (
    "counseling_attempts", "counseling_cases", "counseling_consents", "counseling_entries", "counseling_visits",
    "counseling_records", "counseling_amendments",
)  # fmt: skip


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "counseling_attempts",
        sa.Column("door", sa.LargeBinary(length=32), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("first_at", types.Instant(), nullable=False),
        sa.Column("locked_until", types.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("door", name=op.f("pk_counseling_attempts")),
    )
    op.create_table(
        "counseling_cases",
        sa.Column("center_id", types.Id(), nullable=False),
        sa.Column("counsellor", types.Id(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("key_wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("code_mac", sa.LargeBinary(length=32), nullable=True),
        sa.Column("pin_mac", sa.LargeBinary(length=32), nullable=True),
        sa.Column("details_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("opened_at", types.Instant(), nullable=False),
        sa.Column("last_at", types.Instant(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("row_key", sa.LargeBinary(length=32), nullable=True),
        sa.CheckConstraint(
            "(state = 'erased') <= (details_sealed is null and code_mac is null)",
            name=op.f("ck_counseling_cases_erased_is_empty"),
        ),
        sa.CheckConstraint(
            "(state = 'erased') = (key_wrapped is null)", name=op.f("ck_counseling_cases_erased_is_without_key")
        ),
        sa.CheckConstraint(
            "(state in ('open', 'withdrawn')) <= (code_mac is not null)", name=op.f("ck_counseling_cases_open_has_code")
        ),
        sa.CheckConstraint("state in ('draft', 'open', 'withdrawn', 'erased')", name=op.f("ck_counseling_cases_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counseling_cases")),
        sa.UniqueConstraint("code_mac", name=op.f("uq_counseling_cases_code_mac")),
    )
    op.create_index("ix_counseling_cases_age", "counseling_cases", ["state", "last_at"], unique=False)
    op.create_index("ix_counseling_cases_docket", "counseling_cases", ["counsellor", "state"], unique=False)
    op.create_table(
        "counseling_consents",
        sa.Column("case_id", types.Id(), nullable=False),
        sa.Column("given_by", sa.String(length=8), nullable=False),
        sa.Column("text_version", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("recorded_by", types.Id(), nullable=True),
        sa.Column("at", types.Instant(), nullable=False),
        sa.Column("ended_at", types.Instant(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.CheckConstraint(
            "(channel = 'counter') = (recorded_by is not null)",
            name=op.f("ck_counseling_consents_on_paper_by_somebody"),
        ),
        sa.CheckConstraint("channel in ('web', 'counter')", name=op.f("ck_counseling_consents_channel")),
        sa.CheckConstraint("given_by in ('own', 'guardian')", name=op.f("ck_counseling_consents_giver")),
        sa.ForeignKeyConstraint(["case_id"], ["counseling_cases.id"], name=op.f("fk_counseling_consents_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counseling_consents")),
    )
    op.create_index("ix_counseling_consents_case", "counseling_consents", ["case_id"], unique=False)
    op.create_table(
        "counseling_entries",
        sa.Column("case_id", types.Id(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("handover_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("handover_until", types.Instant(), nullable=True),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("last_seen_at", types.Instant(), nullable=False),
        sa.Column("expires_at", types.Instant(), nullable=False),
        sa.Column("ended_at", types.Instant(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("row_key", sa.LargeBinary(length=32), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["counseling_cases.id"], name=op.f("fk_counseling_entries_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counseling_entries")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_counseling_entries_token_hash")),
    )
    op.create_index(op.f("ix_counseling_entries_case_id"), "counseling_entries", ["case_id"], unique=False)
    op.create_table(
        "counseling_visits",
        sa.Column("case_id", types.Id(), nullable=False),
        sa.Column("center_id", types.Id(), nullable=False),
        sa.Column("counsellor", types.Id(), nullable=False),
        sa.Column("token", types.Id(), nullable=False),
        sa.Column("venue_id", types.Id(), nullable=True),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("starts_at", types.Instant(), nullable=False),
        sa.Column("ends_at", types.Instant(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("booked_at", types.Instant(), nullable=False),
        sa.Column("settled_at", types.Instant(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'booked') = (settled_at is null)", name=op.f("ck_counseling_visits_settled")),
        sa.CheckConstraint("mode in ('visit', 'phone')", name=op.f("ck_counseling_visits_mode")),
        sa.CheckConstraint(
            "state in ('booked', 'arrived', 'missed', 'cancelled')", name=op.f("ck_counseling_visits_state")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_counseling_visits_order")),
        sa.ForeignKeyConstraint(["case_id"], ["counseling_cases.id"], name=op.f("fk_counseling_visits_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counseling_visits")),
        sa.UniqueConstraint("token", name=op.f("uq_counseling_visits_token")),
    )
    op.create_index("ix_counseling_visits_case", "counseling_visits", ["case_id", "starts_at"], unique=False)
    op.create_index(
        "ix_counseling_visits_count", "counseling_visits", ["center_id", "state", "starts_at"], unique=False
    )
    op.create_index("ix_counseling_visits_day", "counseling_visits", ["counsellor", "starts_at"], unique=False)
    op.create_index(
        "uq_counseling_visits_coming",
        "counseling_visits",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("state = 'booked'"),
        postgresql_where=sa.text("state = 'booked'"),
    )
    op.create_table(
        "counseling_records",
        sa.Column("case_id", types.Id(), nullable=False),
        sa.Column("visit_id", types.Id(), nullable=False),
        sa.Column("center_id", types.Id(), nullable=False),
        sa.Column("author", types.Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("emergency", sa.Boolean(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("risk_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("notes_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("begun_at", types.Instant(), nullable=False),
        sa.Column("signed_at", types.Instant(), nullable=True),
        sa.Column("lock", sa.LargeBinary(length=32), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("row_key", sa.LargeBinary(length=32), nullable=True),
        sa.CheckConstraint(
            "(state = 'signed') = (signed_at is not null and lock is not null)",
            name=op.f("ck_counseling_records_signed_is_locked"),
        ),
        sa.CheckConstraint("state in ('writing', 'signed')", name=op.f("ck_counseling_records_state")),
        sa.ForeignKeyConstraint(["case_id"], ["counseling_cases.id"], name=op.f("fk_counseling_records_case_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["counseling_visits.id"], name=op.f("fk_counseling_records_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counseling_records")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_counseling_records_case_id_number")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_counseling_records_visit_id")),
    )
    op.create_index("ix_counseling_records_signed", "counseling_records", ["center_id", "signed_at"], unique=False)
    op.create_table(
        "counseling_amendments",
        sa.Column("record_id", types.Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author", types.Id(), nullable=False),
        sa.Column("at", types.Instant(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("lock", sa.LargeBinary(length=32), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("row_key", sa.LargeBinary(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"], ["counseling_records.id"], name=op.f("fk_counseling_amendments_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counseling_amendments")),
        sa.UniqueConstraint("record_id", "number", name=op.f("uq_counseling_amendments_record_id_number")),
    )
    if not is_sqlite():
        op.execute("create schema if not exists counseling")
        for table in APART:
            op.execute(f"alter table {table} set schema counseling")


def downgrade() -> None:
    """Back."""
    if not is_sqlite():
        for table in APART:
            op.execute(f"alter table counseling.{table} set schema public")
        op.execute("drop schema counseling")
    op.drop_table("counseling_amendments")
    op.drop_index("ix_counseling_records_signed", table_name="counseling_records")
    op.drop_table("counseling_records")
    op.drop_index(
        "uq_counseling_visits_coming",
        table_name="counseling_visits",
        sqlite_where=sa.text("state = 'booked'"),
        postgresql_where=sa.text("state = 'booked'"),
    )
    op.drop_index("ix_counseling_visits_day", table_name="counseling_visits")
    op.drop_index("ix_counseling_visits_count", table_name="counseling_visits")
    op.drop_index("ix_counseling_visits_case", table_name="counseling_visits")
    op.drop_table("counseling_visits")
    op.drop_index(op.f("ix_counseling_entries_case_id"), table_name="counseling_entries")
    op.drop_table("counseling_entries")
    op.drop_index("ix_counseling_consents_case", table_name="counseling_consents")
    op.drop_table("counseling_consents")
    op.drop_index("ix_counseling_cases_docket", table_name="counseling_cases")
    op.drop_index("ix_counseling_cases_age", table_name="counseling_cases")
    op.drop_table("counseling_cases")
    op.drop_table("counseling_attempts")
