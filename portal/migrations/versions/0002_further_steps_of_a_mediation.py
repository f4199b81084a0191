"""Pauses, longer periods, other mediators, follow-ups, volumes, transfers, documents that were seen."""

import sqlalchemy as sa
from alembic import op

from portal.kernel.db import types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "identity_checks",
        sa.Column("matter_id", types.Id(), nullable=False),
        sa.Column("person_id", types.Id(), nullable=False),
        sa.Column("document", sa.String(length=12), nullable=False),
        sa.Column("tail_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("seen_by", types.Id(), nullable=False),
        sa.Column("seen_at", types.Instant(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.CheckConstraint(
            "document in ('id_card', 'household', 'passport', 'hk_macau', 'taiwan', 'residence', 'legal_rep')",
            name=op.f("ck_identity_checks_document"),
        ),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_identity_checks_matter_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_identity_checks_person_id")),
        sa.ForeignKeyConstraint(["seen_by"], ["accounts.id"], name=op.f("fk_identity_checks_seen_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_checks")),
    )
    op.create_index("ix_identity_checks_person", "identity_checks", ["matter_id", "person_id", "id"], unique=False)
    op.create_table(
        "transfers",
        sa.Column("matter_id", types.Id(), nullable=False),
        sa.Column("body", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("decided_by", types.Id(), nullable=False),
        sa.Column("decided_at", types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["accounts.id"], name=op.f("fk_transfers_decided_by")),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_transfers_matter_id")),
        sa.PrimaryKeyConstraint("matter_id", name=op.f("pk_transfers")),
    )
    op.create_table(
        "volumes",
        sa.Column("matter_id", types.Id(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("number_text", sa.String(length=60), nullable=False),
        sa.Column("retention", sa.String(length=10), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("closed_at", types.Instant(), nullable=False),
        sa.Column("closed_by", types.Id(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.CheckConstraint("retention in ('short', 'long', 'permanent')", name=op.f("ck_volumes_retention")),
        sa.ForeignKeyConstraint(["closed_by"], ["accounts.id"], name=op.f("fk_volumes_closed_by")),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_volumes_matter_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["organisations.id"], name=op.f("fk_volumes_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volumes")),
        sa.UniqueConstraint("matter_id", name=op.f("uq_volumes_matter_id")),
        sa.UniqueConstraint("owner_id", "year", "number", name=op.f("uq_volumes_owner_id_year_number")),
    )
    op.create_table(
        "mediation_extensions",
        sa.Column("case_id", types.Id(), nullable=False),
        sa.Column("clock", sa.String(length=24), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("needs_committee", sa.Boolean(), nullable=False),
        sa.Column("committee_at", types.Instant(), nullable=True),
        sa.Column("committee_by", types.Id(), nullable=True),
        sa.Column("proposed_at", types.Instant(), nullable=False),
        sa.Column("proposed_by", types.Id(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("ended_at", types.Instant(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'open') = (ended_at is null)", name=op.f("ck_mediation_extensions_ended")),
        sa.CheckConstraint(
            "state <> 'granted' or not needs_committee or committee_at is not null",
            name=op.f("ck_mediation_extensions_granted"),
        ),
        sa.CheckConstraint(
            "state in ('open', 'granted', 'refused', 'lapsed', 'withdrawn')", name=op.f("ck_mediation_extensions_state")
        ),
        sa.CheckConstraint(
            "(committee_at is null) = (committee_by is null)", name=op.f("ck_mediation_extensions_committee")
        ),
        sa.CheckConstraint("until_on > last_on", name=op.f("ck_mediation_extensions_longer")),
        sa.ForeignKeyConstraint(["case_id"], ["mediation_cases.id"], name=op.f("fk_mediation_extensions_case_id")),
        sa.ForeignKeyConstraint(["committee_by"], ["accounts.id"], name=op.f("fk_mediation_extensions_committee_by")),
        sa.ForeignKeyConstraint(["proposed_by"], ["accounts.id"], name=op.f("fk_mediation_extensions_proposed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_extensions")),
    )
    op.create_index("ix_mediation_extensions_case", "mediation_extensions", ["case_id", "id"], unique=False)
    op.create_index(
        "uq_mediation_extensions_open",
        "mediation_extensions",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "mediation_pauses",
        sa.Column("case_id", types.Id(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("ground", sa.String(length=16), nullable=True),
        sa.Column("came_from", sa.String(length=16), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("todo_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("next_key", sa.String(length=60), nullable=False),
        sa.Column("next_due_at", types.Instant(), nullable=True),
        sa.Column("began_at", types.Instant(), nullable=False),
        sa.Column("began_by", types.Id(), nullable=False),
        sa.Column("ended_at", types.Instant(), nullable=True),
        sa.Column("ended_by", types.Id(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.CheckConstraint("(kind = 'suspended') = (ground is not null)", name=op.f("ck_mediation_pauses_grounded")),
        sa.CheckConstraint(
            "came_from in ('assigned', 'consent_pending', 'accepted', 'preparing', 'scheduled', 'in_session', 'adjourned', 'suspended', 'drafting', 'signing', 'effective', 'performing', 'performed', 'breached', 'terminated', 'returned')",
            name=op.f("ck_mediation_pauses_came_from"),
        ),
        sa.CheckConstraint(
            "ground in ('appraisal', 'illness', 'force_majeure', 'proceedings', 'succession', 'verification')",
            name=op.f("ck_mediation_pauses_ground"),
        ),
        sa.CheckConstraint("kind in ('adjourned', 'suspended')", name=op.f("ck_mediation_pauses_kind")),
        sa.CheckConstraint("(ended_at is null) = (ended_by is null)", name=op.f("ck_mediation_pauses_ended")),
        sa.ForeignKeyConstraint(["began_by"], ["accounts.id"], name=op.f("fk_mediation_pauses_began_by")),
        sa.ForeignKeyConstraint(["case_id"], ["mediation_cases.id"], name=op.f("fk_mediation_pauses_case_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["accounts.id"], name=op.f("fk_mediation_pauses_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_pauses")),
    )
    op.create_index("ix_mediation_pauses_case", "mediation_pauses", ["case_id", "id"], unique=False)
    op.create_index(
        "uq_mediation_pauses_standing",
        "mediation_pauses",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("kind = 'suspended' and ended_at is null"),
        postgresql_where=sa.text("kind = 'suspended' and ended_at is null"),
    )
    op.create_table(
        "mediator_requests",
        sa.Column("case_id", types.Id(), nullable=False),
        sa.Column("party_id", types.Id(), nullable=False),
        sa.Column("mediator_id", types.Id(), nullable=False),
        sa.Column("wished_id", types.Id(), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("asked_at", types.Instant(), nullable=False),
        sa.Column("asked_by", types.Id(), nullable=False),
        sa.Column("due_at", types.Instant(), nullable=False),
        sa.Column("answered_at", types.Instant(), nullable=True),
        sa.Column("answered_by", types.Id(), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("reply_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.CheckConstraint("(answered_at is null) = (granted is null)", name=op.f("ck_mediator_requests_answered")),
        sa.ForeignKeyConstraint(["answered_by"], ["accounts.id"], name=op.f("fk_mediator_requests_answered_by")),
        sa.ForeignKeyConstraint(["asked_by"], ["persons.id"], name=op.f("fk_mediator_requests_asked_by")),
        sa.ForeignKeyConstraint(["case_id"], ["mediation_cases.id"], name=op.f("fk_mediator_requests_case_id")),
        sa.ForeignKeyConstraint(["mediator_id"], ["accounts.id"], name=op.f("fk_mediator_requests_mediator_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_mediator_requests_party_id")),
        sa.ForeignKeyConstraint(["wished_id"], ["accounts.id"], name=op.f("fk_mediator_requests_wished_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediator_requests")),
        sa.UniqueConstraint(
            "case_id", "party_id", "mediator_id", name=op.f("uq_mediator_requests_case_id_party_id_mediator_id")
        ),
    )
    op.create_index(op.f("ix_mediator_requests_party_id"), "mediator_requests", ["party_id"], unique=False)
    op.create_table(
        "mediator_vacancies",
        sa.Column("case_id", types.Id(), nullable=False),
        sa.Column("former_id", types.Id(), nullable=False),
        sa.Column("cause", sa.String(length=12), nullable=False),
        sa.Column("ground", sa.String(length=12), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("desk_shut", sa.Boolean(), nullable=False),
        sa.Column("next_key", sa.String(length=60), nullable=False),
        sa.Column("next_due_at", types.Instant(), nullable=True),
        sa.Column("began_at", types.Instant(), nullable=False),
        sa.Column("began_by", types.Id(), nullable=False),
        sa.Column("filled_at", types.Instant(), nullable=True),
        sa.Column("successor_id", types.Id(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.CheckConstraint("(cause = 'recusal') = (ground is not null)", name=op.f("ck_mediator_vacancies_grounded")),
        sa.CheckConstraint("cause in ('recusal', 'request', 'committee')", name=op.f("ck_mediator_vacancies_cause")),
        sa.CheckConstraint(
            "ground in ('party', 'interest', 'relation', 'earlier', 'unable')",
            name=op.f("ck_mediator_vacancies_ground"),
        ),
        sa.CheckConstraint("(filled_at is null) = (successor_id is null)", name=op.f("ck_mediator_vacancies_filled")),
        sa.ForeignKeyConstraint(["began_by"], ["accounts.id"], name=op.f("fk_mediator_vacancies_began_by")),
        sa.ForeignKeyConstraint(["case_id"], ["mediation_cases.id"], name=op.f("fk_mediator_vacancies_case_id")),
        sa.ForeignKeyConstraint(["former_id"], ["accounts.id"], name=op.f("fk_mediator_vacancies_former_id")),
        sa.ForeignKeyConstraint(["successor_id"], ["accounts.id"], name=op.f("fk_mediator_vacancies_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediator_vacancies")),
    )
    op.create_index("ix_mediator_vacancies_case", "mediator_vacancies", ["case_id", "id"], unique=False)
    op.create_index(
        "uq_mediator_vacancies_open",
        "mediator_vacancies",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("filled_at is null"),
        postgresql_where=sa.text("filled_at is null"),
    )
    op.create_table(
        "agreement_gaps",
        sa.Column("agreement_id", types.Id(), nullable=False),
        sa.Column("party_id", types.Id(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", types.Id(), nullable=False),
        sa.Column("at", types.Instant(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_agreement_gaps_account_id")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_agreement_gaps_agreement_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_agreement_gaps_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_gaps")),
        sa.UniqueConstraint("agreement_id", "party_id", name=op.f("uq_agreement_gaps_agreement_id_party_id")),
    )
    op.create_table(
        "mediation_extension_consents",
        sa.Column("extension_id", types.Id(), nullable=False),
        sa.Column("party_id", types.Id(), nullable=False),
        sa.Column("answer", sa.String(length=8), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=True),
        sa.Column("answered_at", types.Instant(), nullable=True),
        sa.Column("answered_by", types.Id(), nullable=True),
        sa.Column("recorded_by", types.Id(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.CheckConstraint(
            "(answer = 'pending') = (answered_at is null)", name=op.f("ck_mediation_extension_consents_answered")
        ),
        sa.CheckConstraint(
            "(channel = 'code') <= (answered_by is not null)", name=op.f("ck_mediation_extension_consents_own")
        ),
        sa.CheckConstraint(
            "(channel = 'paper') <= (recorded_by is not null)", name=op.f("ck_mediation_extension_consents_paper")
        ),
        sa.CheckConstraint("answer in ('pending', 'yes', 'no')", name=op.f("ck_mediation_extension_consents_answer")),
        sa.CheckConstraint("channel in ('code', 'paper')", name=op.f("ck_mediation_extension_consents_channel")),
        sa.CheckConstraint(
            "(answered_at is null) = (channel is null)", name=op.f("ck_mediation_extension_consents_how")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["persons.id"], name=op.f("fk_mediation_extension_consents_answered_by")
        ),
        sa.ForeignKeyConstraint(
            ["extension_id"], ["mediation_extensions.id"], name=op.f("fk_mediation_extension_consents_extension_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_mediation_extension_consents_party_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["accounts.id"], name=op.f("fk_mediation_extension_consents_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_extension_consents")),
        sa.UniqueConstraint(
            "extension_id", "party_id", name=op.f("uq_mediation_extension_consents_extension_id_party_id")
        ),
    )
    op.create_index(
        op.f("ix_mediation_extension_consents_party_id"), "mediation_extension_consents", ["party_id"], unique=False
    )
    op.create_table(
        "mediator_nominations",
        sa.Column("vacancy_id", types.Id(), nullable=False),
        sa.Column("case_id", types.Id(), nullable=False),
        sa.Column("committee_id", types.Id(), nullable=False),
        sa.Column("mediator_id", types.Id(), nullable=False),
        sa.Column("named_at", types.Instant(), nullable=False),
        sa.Column("named_by", types.Id(), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("answered_at", types.Instant(), nullable=True),
        sa.Column("ground", sa.String(length=12), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.CheckConstraint("(answer = 'no') = (ground is not null)", name=op.f("ck_mediator_nominations_grounded")),
        sa.CheckConstraint(
            "(answer = 'pending') = (answered_at is null)", name=op.f("ck_mediator_nominations_answered")
        ),
        sa.CheckConstraint(
            "answer in ('pending', 'yes', 'no', 'recalled')", name=op.f("ck_mediator_nominations_answer")
        ),
        sa.CheckConstraint(
            "ground in ('party', 'interest', 'relation', 'earlier', 'unable')",
            name=op.f("ck_mediator_nominations_ground"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["mediation_cases.id"], name=op.f("fk_mediator_nominations_case_id")),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["organisations.id"], name=op.f("fk_mediator_nominations_committee_id")
        ),
        sa.ForeignKeyConstraint(["mediator_id"], ["accounts.id"], name=op.f("fk_mediator_nominations_mediator_id")),
        sa.ForeignKeyConstraint(["named_by"], ["accounts.id"], name=op.f("fk_mediator_nominations_named_by")),
        sa.ForeignKeyConstraint(
            ["vacancy_id"], ["mediator_vacancies.id"], name=op.f("fk_mediator_nominations_vacancy_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediator_nominations")),
    )
    op.create_index("ix_mediator_nominations_mediator", "mediator_nominations", ["mediator_id", "answer"], unique=False)
    op.create_index(op.f("ix_mediator_nominations_vacancy_id"), "mediator_nominations", ["vacancy_id"], unique=False)
    op.create_index(
        "uq_mediator_nominations_waiting",
        "mediator_nominations",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("answer = 'pending'"),
        postgresql_where=sa.text("answer = 'pending'"),
    )
    op.create_table(
        "performance_followups",
        sa.Column("case_id", types.Id(), nullable=False),
        sa.Column("obligation_id", types.Id(), nullable=False),
        sa.Column("way", sa.String(length=12), nullable=False),
        sa.Column("found", sa.String(length=12), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("at", types.Instant(), nullable=False),
        sa.Column("recorded_by", types.Id(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.CheckConstraint(
            "found in ('kept', 'promised', 'unable', 'refused', 'unreachable')",
            name=op.f("ck_performance_followups_found"),
        ),
        sa.CheckConstraint(
            "way in ('phone', 'visit', 'counter', 'message')", name=op.f("ck_performance_followups_way")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["mediation_cases.id"], name=op.f("fk_performance_followups_case_id")),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligations.id"], name=op.f("fk_performance_followups_obligation_id")
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["accounts.id"], name=op.f("fk_performance_followups_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_performance_followups")),
    )
    op.create_index("ix_performance_followups_case", "performance_followups", ["case_id", "id"], unique=False)
    op.create_index(
        op.f("ix_performance_followups_obligation_id"), "performance_followups", ["obligation_id"], unique=False
    )


def downgrade() -> None:
    """Back."""
    op.drop_index(op.f("ix_performance_followups_obligation_id"), table_name="performance_followups")
    op.drop_index("ix_performance_followups_case", table_name="performance_followups")
    op.drop_table("performance_followups")
    op.drop_index(
        "uq_mediator_nominations_waiting",
        table_name="mediator_nominations",
        sqlite_where=sa.text("answer = 'pending'"),
        postgresql_where=sa.text("answer = 'pending'"),
    )
    op.drop_index(op.f("ix_mediator_nominations_vacancy_id"), table_name="mediator_nominations")
    op.drop_index("ix_mediator_nominations_mediator", table_name="mediator_nominations")
    op.drop_table("mediator_nominations")
    op.drop_index(op.f("ix_mediation_extension_consents_party_id"), table_name="mediation_extension_consents")
    op.drop_table("mediation_extension_consents")
    op.drop_table("agreement_gaps")
    op.drop_index(
        "uq_mediator_vacancies_open",
        table_name="mediator_vacancies",
        sqlite_where=sa.text("filled_at is null"),
        postgresql_where=sa.text("filled_at is null"),
    )
    op.drop_index("ix_mediator_vacancies_case", table_name="mediator_vacancies")
    op.drop_table("mediator_vacancies")
    op.drop_index(op.f("ix_mediator_requests_party_id"), table_name="mediator_requests")
    op.drop_table("mediator_requests")
    op.drop_index(
        "uq_mediation_pauses_standing",
        table_name="mediation_pauses",
        sqlite_where=sa.text("kind = 'suspended' and ended_at is null"),
        postgresql_where=sa.text("kind = 'suspended' and ended_at is null"),
    )
    op.drop_index("ix_mediation_pauses_case", table_name="mediation_pauses")
    op.drop_table("mediation_pauses")
    op.drop_index(
        "uq_mediation_extensions_open",
        table_name="mediation_extensions",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index("ix_mediation_extensions_case", table_name="mediation_extensions")
    op.drop_table("mediation_extensions")
    op.drop_table("volumes")
    op.drop_table("transfers")
    op.drop_index("ix_identity_checks_person", table_name="identity_checks")
    op.drop_table("identity_checks")
