"""Legal service and counselling open."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from portal.kernel.db import types
from portal.migrations.steps import is_sqlite, remake

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

CAPACITIES = (
    "party", "agent", "guardian", "desk", "counter", "committee", "mediator", "secretary", "team", "department",
    "undeclared", "recused",
)  # fmt: skip
APART = (
    "counseling_attempts", "counseling_cases", "counseling_consents", "counseling_entries", "counseling_visits",
    "counseling_records", "counseling_amendments",
)  # fmt: skip
"""In a schema of their own, where the engine has schemas (docs/decisions/026-counselling-apart.md)."""


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
        "days_off",
        sa.Column("organisation_id", types.Id(), nullable=False),
        sa.Column("resource", types.Id(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("set_by", types.Id(), nullable=True),
        sa.Column("set_at", types.Instant(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_days_off_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_days_off")),
        sa.UniqueConstraint(
            "organisation_id", "resource", "day", name=op.f("uq_days_off_organisation_id_resource_day")
        ),
    )
    op.create_table(
        "consultations",
        sa.Column("matter_id", types.Id(), nullable=False),
        sa.Column("center_id", types.Id(), nullable=False),
        sa.Column("organisation_id", types.Id(), nullable=False),
        sa.Column("lawyer_id", types.Id(), nullable=False),
        sa.Column("person_id", types.Id(), nullable=False),
        sa.Column("booking_id", types.Id(), nullable=False),
        sa.Column("about_id", types.Id(), nullable=True),
        sa.Column("asked_by", types.Id(), nullable=True),
        sa.Column("topic", sa.String(length=12), nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("venue_id", types.Id(), nullable=True),
        sa.Column("starts_at", types.Instant(), nullable=False),
        sa.Column("ends_at", types.Instant(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("booked_at", types.Instant(), nullable=False),
        sa.Column("booked_by", types.Id(), nullable=True),
        sa.Column("reminded_for", types.Instant(), nullable=True),
        sa.Column("arrived_at", types.Instant(), nullable=True),
        sa.Column("started_at", types.Instant(), nullable=True),
        sa.Column("finished_at", types.Instant(), nullable=True),
        sa.Column("cancelled_at", types.Instant(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'cancelled') = (cancelled_at is not null)", name=op.f("ck_consultations_cancelled")
        ),
        sa.CheckConstraint("(state = 'finished') = (finished_at is not null)", name=op.f("ck_consultations_finished")),
        sa.CheckConstraint("mode in ('visit', 'phone')", name=op.f("ck_consultations_mode")),
        sa.CheckConstraint("state <> 'arrived' or arrived_at is not null", name=op.f("ck_consultations_arrived")),
        sa.CheckConstraint(
            "state in ('booked', 'arrived', 'started', 'finished', 'no_show', 'postponed', 'cancelled')",
            name=op.f("ck_consultations_state"),
        ),
        sa.CheckConstraint(
            "state not in ('started', 'finished') or started_at is not null", name=op.f("ck_consultations_started")
        ),
        sa.CheckConstraint(
            "topic in ('family', 'work', 'debt', 'house', 'injury', 'land', 'shopping', 'neighbour', 'other')",
            name=op.f("ck_consultations_topic"),
        ),
        sa.CheckConstraint("(about_id is null) = (asked_by is null)", name=op.f("ck_consultations_about")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_consultations_order")),
        sa.ForeignKeyConstraint(["about_id"], ["matters.id"], name=op.f("fk_consultations_about_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["persons.id"], name=op.f("fk_consultations_asked_by")),
        sa.ForeignKeyConstraint(["booked_by"], ["accounts.id"], name=op.f("fk_consultations_booked_by")),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name=op.f("fk_consultations_booking_id")),
        sa.ForeignKeyConstraint(["center_id"], ["organisations.id"], name=op.f("fk_consultations_center_id")),
        sa.ForeignKeyConstraint(["lawyer_id"], ["accounts.id"], name=op.f("fk_consultations_lawyer_id")),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_consultations_matter_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_consultations_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_consultations_person_id")),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name=op.f("fk_consultations_venue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultations")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_consultations_booking_id")),
        sa.UniqueConstraint("matter_id", name=op.f("uq_consultations_matter_id")),
    )
    op.create_index(op.f("ix_consultations_about_id"), "consultations", ["about_id"], unique=False)
    op.create_index("ix_consultations_center", "consultations", ["center_id", "starts_at"], unique=False)
    op.create_index("ix_consultations_lawyer", "consultations", ["lawyer_id", "starts_at"], unique=False)
    op.create_index("ix_consultations_missed", "consultations", ["state", "starts_at"], unique=False)
    op.create_index(op.f("ix_consultations_person_id"), "consultations", ["person_id"], unique=False)
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
    op.create_table(
        "extra_hours",
        sa.Column("organisation_id", types.Id(), nullable=False),
        sa.Column("resource", types.Id(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("venue_id", types.Id(), nullable=True),
        sa.Column("set_by", types.Id(), nullable=True),
        sa.Column("set_at", types.Instant(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("shuts", sa.Time(), nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.CheckConstraint("mode = 'visit' or venue_id is null", name=op.f("ck_extra_hours_phone_without_room")),
        sa.CheckConstraint("mode in ('visit', 'phone')", name=op.f("ck_extra_hours_mode")),
        sa.CheckConstraint("shuts > opens", name=op.f("ck_extra_hours_order")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_extra_hours_organisation_id")),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name=op.f("fk_extra_hours_venue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extra_hours")),
        sa.UniqueConstraint(
            "organisation_id",
            "resource",
            "day",
            "mode",
            "opens",
            name=op.f("uq_extra_hours_organisation_id_resource_day_mode_opens"),
        ),
    )
    op.create_table(
        "weekly_hours",
        sa.Column("organisation_id", types.Id(), nullable=False),
        sa.Column("resource", types.Id(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("venue_id", types.Id(), nullable=True),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("set_by", types.Id(), nullable=True),
        sa.Column("set_at", types.Instant(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("shuts", sa.Time(), nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.CheckConstraint("mode = 'visit' or venue_id is null", name=op.f("ck_weekly_hours_phone_without_room")),
        sa.CheckConstraint("mode in ('visit', 'phone')", name=op.f("ck_weekly_hours_mode")),
        sa.CheckConstraint("last is null or last >= first", name=op.f("ck_weekly_hours_validity")),
        sa.CheckConstraint("shuts > opens", name=op.f("ck_weekly_hours_order")),
        sa.CheckConstraint("weekday between 1 and 7", name=op.f("ck_weekly_hours_weekday")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_weekly_hours_organisation_id")
        ),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name=op.f("fk_weekly_hours_venue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weekly_hours")),
        sa.UniqueConstraint(
            "organisation_id",
            "resource",
            "weekday",
            "mode",
            "opens",
            "first",
            name=op.f("uq_weekly_hours_organisation_id_resource_weekday_mode_opens_first"),
        ),
    )
    op.create_index("ix_weekly_hours_resource", "weekly_hours", ["resource", "first"], unique=False)
    op.create_table(
        "consultation_records",
        sa.Column("consultation_id", types.Id(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("lawyer_id", types.Id(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("paper_id", types.Id(), nullable=True),
        sa.Column("aid_shared", sa.Boolean(), nullable=False),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.Column("followed_up_at", types.Instant(), nullable=True),
        sa.Column("saved_at", types.Instant(), nullable=False),
        sa.Column("finished_at", types.Instant(), nullable=True),
        sa.Column("sealed_at", types.Instant(), nullable=True),
        sa.Column("problem", sa.String(length=200), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("row_key", sa.LargeBinary(length=32), nullable=True),
        sa.CheckConstraint("(state = 'failed') = (problem is not null)", name=op.f("ck_consultation_records_problem")),
        sa.CheckConstraint("(state = 'sealed') = (sealed_at is not null)", name=op.f("ck_consultation_records_sealed")),
        sa.CheckConstraint(
            "state in ('draft', 'failed') or finished_at is not null", name=op.f("ck_consultation_records_finished")
        ),
        sa.CheckConstraint(
            "state in ('draft', 'sealing', 'sealed', 'failed')", name=op.f("ck_consultation_records_state")
        ),
        sa.CheckConstraint(
            "state not in ('sealing', 'sealed', 'failed') or paper_id is not null",
            name=op.f("ck_consultation_records_paper"),
        ),
        sa.CheckConstraint(
            "followed_up_at is null or follow_up_on is not null", name=op.f("ck_consultation_records_followed_up")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_consultation_records_consultation_id")
        ),
        sa.ForeignKeyConstraint(["lawyer_id"], ["accounts.id"], name=op.f("fk_consultation_records_lawyer_id")),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name=op.f("fk_consultation_records_paper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_records")),
        sa.UniqueConstraint("consultation_id", "edition", name=op.f("uq_consultation_records_consultation_id_edition")),
    )
    op.create_index(
        "ix_consultation_records_follow_up", "consultation_records", ["lawyer_id", "follow_up_on"], unique=False
    )
    if not is_sqlite():
        op.execute("create schema if not exists counseling")
        for table in APART:
            op.execute(f"alter table {table} set schema counseling")
    _conditions([*CAPACITIES, "lawyer"], ["consultation"], ["client"])


def downgrade() -> None:
    """Back."""
    op.execute("delete from involvements where capacity = 'lawyer'")
    if not is_sqlite():
        for table in APART:
            op.execute(f"alter table counseling.{table} set schema public")
        op.execute("drop schema counseling")
    op.drop_index("ix_consultation_records_follow_up", table_name="consultation_records")
    op.drop_table("consultation_records")
    op.drop_index("ix_weekly_hours_resource", table_name="weekly_hours")
    op.drop_table("weekly_hours")
    op.drop_table("extra_hours")
    op.drop_table("counseling_amendments")
    op.drop_index(op.f("ix_consultations_person_id"), table_name="consultations")
    op.drop_index("ix_consultations_missed", table_name="consultations")
    op.drop_index("ix_consultations_lawyer", table_name="consultations")
    op.drop_index("ix_consultations_center", table_name="consultations")
    op.drop_index(op.f("ix_consultations_about_id"), table_name="consultations")
    op.drop_table("consultations")
    op.drop_table("days_off")
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
    op.execute("delete from papers where kind = 'consultation'")
    _conditions(CAPACITIES, [], [])


def _conditions(capacities: Sequence[str], kinds: Sequence[str], audiences: Sequence[str]) -> None:
    """Whom a matter lets in, and what papers there are."""
    remake("involvements", conditions={"ck_involvements_capacity": f"capacity in {tuple(capacities)}"})
    remake(
        "papers",
        conditions={
            "ck_papers_kind": f"kind in {('agreement', 'annex', 'evidence', *kinds)}",
            "ck_papers_audience": f"audience in {('sides', 'committee', *audiences)}",
        },
    )
