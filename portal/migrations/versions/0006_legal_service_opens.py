"""Legal service opens: consultations, their records, the hours of whoever gives appointments."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from portal.kernel.db import types
from portal.migrations.steps import forget_papers, remake

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

CAPACITIES = (
    "party", "agent", "guardian", "desk", "counter", "committee", "mediator", "secretary", "team", "department",
    "undeclared", "recused",
)  # fmt: skip


def upgrade() -> None:
    """Forward."""
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
    _conditions([*CAPACITIES, "lawyer"], ["consultation"], ["client"])


def downgrade() -> None:
    """Back."""
    op.execute("delete from involvements where capacity = 'lawyer'")
    op.drop_index("ix_consultation_records_follow_up", table_name="consultation_records")
    op.drop_table("consultation_records")
    op.drop_index("ix_weekly_hours_resource", table_name="weekly_hours")
    op.drop_table("weekly_hours")
    op.drop_table("extra_hours")
    op.drop_index(op.f("ix_consultations_person_id"), table_name="consultations")
    op.drop_index("ix_consultations_missed", table_name="consultations")
    op.drop_index("ix_consultations_lawyer", table_name="consultations")
    op.drop_index("ix_consultations_center", table_name="consultations")
    op.drop_index(op.f("ix_consultations_about_id"), table_name="consultations")
    op.drop_table("consultations")
    op.drop_table("days_off")
    forget_papers("consultation")
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
