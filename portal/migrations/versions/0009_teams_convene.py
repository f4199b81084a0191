"""Case teams convene: their roster and seats, who agreed, their room; whoever comes later reads from then on."""

import sqlalchemy as sa
from alembic import op

from portal.kernel.db import types
from portal.migrations.steps import add_needed, needed, remake

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BEFORE = ("joint", "caucus")
AFTER = (*BEFORE, "team")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "team_roster",
        sa.Column("center_id", types.Id(), nullable=False),
        sa.Column("post", sa.String(length=16), nullable=False),
        sa.Column("account_id", types.Id(), nullable=False),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("entered_at", types.Instant(), nullable=False),
        sa.Column("entered_by", types.Id(), nullable=True),
        sa.Column("removed_at", types.Instant(), nullable=True),
        sa.Column("removed_by", types.Id(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "post in ('police', 'judge', 'procurator', 'lawyer', 'social_worker', 'counsellor')",
            name=op.f("ck_team_roster_post"),
        ),
        sa.CheckConstraint("(removed_at is null) = (removed_by is null)", name=op.f("ck_team_roster_removed")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_team_roster_account_id")),
        sa.ForeignKeyConstraint(["center_id"], ["organisations.id"], name=op.f("fk_team_roster_center_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["accounts.id"], name=op.f("fk_team_roster_entered_by")),
        sa.ForeignKeyConstraint(["removed_by"], ["accounts.id"], name=op.f("fk_team_roster_removed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_roster")),
    )
    op.create_index("ix_team_roster_account", "team_roster", ["account_id"], unique=False)
    op.create_index(
        "uq_team_roster_stands",
        "team_roster",
        ["center_id", "post", "account_id"],
        unique=True,
        sqlite_where=sa.text("removed_at is null"),
        postgresql_where=sa.text("removed_at is null"),
    )
    op.create_table(
        "case_teams",
        sa.Column("matter_id", types.Id(), nullable=False),
        sa.Column("center_id", types.Id(), nullable=False),
        sa.Column("holder", types.Id(), nullable=False),
        sa.Column("facts_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("plan_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("planned_at", types.Instant(), nullable=True),
        sa.Column("convened_at", types.Instant(), nullable=False),
        sa.Column("convened_by", types.Id(), nullable=False),
        sa.Column("ended_at", types.Instant(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("row_key", sa.LargeBinary(length=32), nullable=True),
        sa.CheckConstraint("(plan_sealed is null) = (planned_at is null)", name=op.f("ck_case_teams_planned")),
        sa.ForeignKeyConstraint(["center_id"], ["organisations.id"], name=op.f("fk_case_teams_center_id")),
        sa.ForeignKeyConstraint(["convened_by"], ["accounts.id"], name=op.f("fk_case_teams_convened_by")),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_case_teams_matter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_teams")),
        sa.UniqueConstraint("holder", name=op.f("uq_case_teams_holder")),
    )
    op.create_index(op.f("ix_case_teams_matter_id"), "case_teams", ["matter_id"], unique=False)
    op.create_table(
        "team_reviews",
        sa.Column("team_id", types.Id(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("present", sa.JSON(), nullable=False),
        sa.Column("decision_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("steps_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("signed_at", types.Instant(), nullable=False),
        sa.Column("signed_by", types.Id(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("row_key", sa.LargeBinary(length=32), nullable=True),
        sa.ForeignKeyConstraint(["signed_by"], ["accounts.id"], name=op.f("fk_team_reviews_signed_by")),
        sa.ForeignKeyConstraint(["team_id"], ["case_teams.id"], name=op.f("fk_team_reviews_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_reviews")),
    )
    op.create_index(op.f("ix_team_reviews_team_id"), "team_reviews", ["team_id"], unique=False)
    op.create_table(
        "team_seats",
        sa.Column("team_id", types.Id(), nullable=False),
        sa.Column("post", sa.String(length=16), nullable=False),
        sa.Column("account_id", types.Id(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("question_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("invited_at", types.Instant(), nullable=False),
        sa.Column("invited_by", types.Id(), nullable=False),
        sa.Column("due_at", types.Instant(), nullable=False),
        sa.Column("declared_at", types.Instant(), nullable=True),
        sa.Column("seated_at", types.Instant(), nullable=True),
        sa.Column("ended_at", types.Instant(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("row_key", sa.LargeBinary(length=32), nullable=True),
        sa.CheckConstraint(
            "(state in ('invited', 'asked', 'seated')) = (ended_at is null)", name=op.f("ck_team_seats_ended")
        ),
        sa.CheckConstraint(
            "post in ('police', 'judge', 'procurator', 'lawyer', 'social_worker', 'counsellor')",
            name=op.f("ck_team_seats_post"),
        ),
        sa.CheckConstraint("state <> 'seated' or seated_at is not null", name=op.f("ck_team_seats_seated")),
        sa.CheckConstraint(
            "state in ('invited', 'asked', 'seated', 'declined', 'refused', 'lapsed', 'left')",
            name=op.f("ck_team_seats_state"),
        ),
        sa.CheckConstraint(
            "state not in ('asked', 'seated', 'refused') or declared_at is not null",
            name=op.f("ck_team_seats_declared"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_team_seats_account_id")),
        sa.ForeignKeyConstraint(["invited_by"], ["accounts.id"], name=op.f("fk_team_seats_invited_by")),
        sa.ForeignKeyConstraint(["team_id"], ["case_teams.id"], name=op.f("fk_team_seats_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_seats")),
    )
    op.create_index("ix_team_seats_account", "team_seats", ["account_id", "state"], unique=False)
    op.create_index(
        "uq_team_seats_post",
        "team_seats",
        ["team_id", "post"],
        unique=True,
        sqlite_where=sa.text("state in ('invited', 'asked', 'seated')"),
        postgresql_where=sa.text("state in ('invited', 'asked', 'seated')"),
    )
    op.create_table(
        "team_advice",
        sa.Column("seat_id", types.Id(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", types.Instant(), nullable=False),
        sa.Column("shared_at", types.Instant(), nullable=True),
        sa.Column("shared_by", types.Id(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("row_key", sa.LargeBinary(length=32), nullable=True),
        sa.CheckConstraint("(shared_at is null) = (shared_by is null)", name=op.f("ck_team_advice_shared")),
        sa.ForeignKeyConstraint(["seat_id"], ["team_seats.id"], name=op.f("fk_team_advice_seat_id")),
        sa.ForeignKeyConstraint(["shared_by"], ["accounts.id"], name=op.f("fk_team_advice_shared_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_advice")),
    )
    op.create_index(op.f("ix_team_advice_seat_id"), "team_advice", ["seat_id"], unique=False)
    op.create_table(
        "team_consents",
        sa.Column("seat_id", types.Id(), nullable=False),
        sa.Column("party_id", types.Id(), nullable=False),
        sa.Column("answer", sa.String(length=8), nullable=False),
        sa.Column("answered_at", types.Instant(), nullable=True),
        sa.Column("answered_by", types.Id(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.CheckConstraint("(answer = 'pending') = (answered_at is null)", name=op.f("ck_team_consents_answered")),
        sa.CheckConstraint("answer in ('pending', 'yes', 'no')", name=op.f("ck_team_consents_answer")),
        sa.CheckConstraint("(answered_at is null) = (answered_by is null)", name=op.f("ck_team_consents_own")),
        sa.ForeignKeyConstraint(["answered_by"], ["persons.id"], name=op.f("fk_team_consents_answered_by")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_team_consents_party_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["team_seats.id"], name=op.f("fk_team_consents_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_consents")),
        sa.UniqueConstraint("seat_id", "party_id", name=op.f("uq_team_consents_seat_id_party_id")),
    )
    op.create_index(op.f("ix_team_consents_party_id"), "team_consents", ["party_id"], unique=False)
    add_needed("room_members", "first_seq", "integer", "0")
    op.execute("update room_members set first_seq = 0")
    needed("room_members", "first_seq")
    remake("rooms", conditions={"ck_rooms_kind": f"kind in {AFTER}"})


def downgrade() -> None:
    """Back."""
    for table in ("messages", "room_members"):
        op.execute(f"delete from {table} where room_id in (select id from rooms where kind = 'team')")
    op.execute("delete from rooms where kind = 'team'")
    remake("rooms", conditions={"ck_rooms_kind": f"kind in {BEFORE}"})
    op.drop_column("room_members", "first_seq")
    op.drop_index(op.f("ix_team_consents_party_id"), table_name="team_consents")
    op.drop_table("team_consents")
    op.drop_index(op.f("ix_team_advice_seat_id"), table_name="team_advice")
    op.drop_table("team_advice")
    op.drop_index(
        "uq_team_seats_post",
        table_name="team_seats",
        sqlite_where=sa.text("state in ('invited', 'asked', 'seated')"),
        postgresql_where=sa.text("state in ('invited', 'asked', 'seated')"),
    )
    op.drop_index("ix_team_seats_account", table_name="team_seats")
    op.drop_table("team_seats")
    op.drop_index(op.f("ix_team_reviews_team_id"), table_name="team_reviews")
    op.drop_table("team_reviews")
    op.drop_index(op.f("ix_case_teams_matter_id"), table_name="case_teams")
    op.drop_table("case_teams")
    op.drop_index(
        "uq_team_roster_stands",
        table_name="team_roster",
        sqlite_where=sa.text("removed_at is null"),
        postgresql_where=sa.text("removed_at is null"),
    )
    op.drop_index("ix_team_roster_account", table_name="team_roster")
    op.drop_table("team_roster")
