"""Each row with sealed columns has a key of its own; who must not read a file is kept out of it; asked pictures."""

from typing import Any
from warnings import catch_warnings, simplefilter

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import SAWarning

from portal.kernel.db import types
from portal.kernel.db.ids import new_id
from portal.migrations.steps import is_sqlite, rekey, remake, unkey

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BEFORE = ("party", "agent", "guardian", "desk", "committee", "mediator", "secretary", "team", "department")
AFTER = (*BEFORE, "counter", "undeclared", "recused")
NAMED_ONLY = ("1110", "1113")
"""Classes that a named list reads (flag P) when this revision was written."""
WINDOW = sa.text("purpose = 'window'")
SHUT = sa.text("capacity in ('recused', 'undeclared')")
SEALED: dict[str, dict[str, str]] = {
    "access_sessions": {"handover_sealed": "codes"},
    "accounts": {"phone_sealed": "pii", "email_sealed": "pii", "totp_sealed": "codes"},
    "agreement_signers": {"change_sealed": "pii", "identity_tail_sealed": "pii", "strokes_sealed": "evidence"},
    "signing_keys": {"key_sealed": "signing"},
    **{
        table: {f"{name}_sealed": "pii" for name in names.split()}
        for table, names in {
            "agreement_clauses": "what how place remedy",
            "agreement_gaps": "reason",
            "agreement_overrules": "reason",
            "agreement_versions": "content scan_reason",
            "agreements": "facts issues responsibility way place limit",
            "alarms": "matched phone note",
            "declines": "words",
            "deliveries": "words note",
            "evidence": "caption",
            "filing_drafts": "answers",
            "identity_checks": "tail",
            "matters": "story wish place",
            "mediation_consents": "reason",
            "mediation_extensions": "reason",
            "mediation_pauses": "todo",
            "mediation_terminations": "words",
            "mediator_requests": "words reply",
            "mediator_vacancies": "words",
            "messages": "body",
            "notices": "phone",
            "obligation_acts": "note",
            "obligations": "text how",
            "one_time_codes": "phone",
            "performance_followups": "words",
            "persons": "id_number phone email address contact_words",
            "ratings": "words",
            "transfers": "words",
            "triage": "proposal reason",
            "volumes": "note",
        }.items()
    },
}
KEYS = {"declines": "matter_id", "transfers": "matter_id", "triage": "matter_id"}
"""By what a row is known to its seal, where that is not ``id``."""

WAITING = """
    select c.matter_id, c.mediator_id, c.assigned_at, 'undeclared' from mediation_cases c
    where c.state = 'assigned' and c.ended_at is null
    union
    select c.matter_id, n.mediator_id, n.named_at, 'undeclared' from mediator_nominations n
    join mediation_cases c on c.id = n.case_id where n.answer = 'pending' and c.ended_at is null
    union
    select c.matter_id, d.mediator_id, d.at, 'recused' from mediation_declarations d
    join mediation_cases c on c.id = d.case_id where d.ground is not null
    union
    select c.matter_id, v.former_id, v.began_at, 'recused' from mediator_vacancies v
    join mediation_cases c on c.id = v.case_id where v.ground is not null
    union
    select c.matter_id, n.mediator_id, n.answered_at, 'recused' from mediator_nominations n
    join mediation_cases c on c.id = n.case_id where n.answer = 'no'
"""


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "evidence_consents",
        sa.Column("evidence_id", types.Id(), nullable=False),
        sa.Column("consent_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(["consent_id"], ["consents.id"], name=op.f("fk_evidence_consents_consent_id")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_consents_evidence_id")),
        sa.PrimaryKeyConstraint("evidence_id", "consent_id", name=op.f("pk_evidence_consents")),
    )
    op.create_index(op.f("ix_evidence_consents_consent_id"), "evidence_consents", ["consent_id"])
    remake("involvements", conditions={"ck_involvements_capacity": f"capacity in {AFTER}"})
    op.create_index(
        "ix_involvements_shut", "involvements", ["account_id", "matter_id"], sqlite_where=SHUT, postgresql_where=SHUT
    )
    _tellers(["matter_id", "told_by"])
    op.create_index("ix_case_pins_window", "case_pins", ["person_id"], sqlite_where=WINDOW, postgresql_where=WINDOW)
    _keep_out()
    _name_readers()
    for table, columns in SEALED.items():
        rekey(table, columns, KEYS.get(table, "id"))


def downgrade() -> None:
    """Back."""
    for table, columns in SEALED.items():
        unkey(table, columns, KEYS.get(table, "id"))
    op.execute("delete from involvements where capacity in ('counter', 'undeclared', 'recused')")
    op.drop_index("ix_case_pins_window", "case_pins")
    later = "select 1 from confirmations_applied b where b.matter_id = a.matter_id and b.told_by < a.told_by"
    op.execute(f"delete from confirmations_applied as a where exists ({later})")
    _tellers(["matter_id"])
    op.execute("update case_pins set purpose = 'receipt' where purpose = 'window'")
    op.drop_index("ix_involvements_shut", "involvements")
    remake("involvements", conditions={"ck_involvements_capacity": f"capacity in {BEFORE}"})
    op.drop_table("evidence_consents")


def _tellers(key: list[str]) -> None:
    """Who tells that both have applied at the court: one person a matter, or each side for itself."""
    with (
        catch_warnings(),
        op.batch_alter_table("confirmations_applied", recreate="always" if is_sqlite() else "never") as batch,
    ):
        simplefilter("ignore", SAWarning)  # the copy is made with the old key first
        if not is_sqlite():
            batch.drop_constraint(op.f("pk_confirmations_applied"), type_="primary")
        batch.create_primary_key(op.f("pk_confirmations_applied"), key)


def _keep_out() -> None:
    """Whoever has yet to say whether they have an interest, and whoever has one."""
    for matter, account, since, capacity in op.get_bind().execute(sa.text(WAITING)).all():
        _involve(matter, account, since, capacity)


def _name_readers() -> None:
    """In a class for named readers the desk as a whole lets go; the dispatchers of today are named."""
    codes = ", ".join(f"'{code}'" for code in NAMED_ONLY)
    desks = f"""
        select i.id, i.matter_id, i.since, g.account_id from involvements i
        join matters m on m.id = i.matter_id
        left join role_grants g on g.organisation_id = i.organisation_id and g.role = 'dispatcher' and g.until is null
        where i.capacity = 'desk' and i.organisation_id is not null and i.until is null and m.class_code in ({codes})
    """
    for row, matter, since, account in op.get_bind().execute(sa.text(desks)).all():
        if account is not None:
            _involve(matter, account, since, "desk")
        ended = "update involvements set until = :since, ended_by = 'revision.0004' where id = :row"
        op.get_bind().execute(sa.text(ended), {"since": since, "row": row})


def _involve(matter: Any, account: Any, since: Any, capacity: str) -> None:
    """A row for an account; what the docket repeats is the matter's own."""
    add = """
        insert into involvements (id, matter_id, account_id, capacity, since, opened_by, stage, class_major, danger)
        select :id, m.id, :account, :capacity, :since, 'revision.0004', m.stage,
               case when m.class_code is null then null else substr(m.class_code, 1, 2) end, m.danger
        from matters m where m.id = :matter
    """
    values = {"id": new_id(), "account": account, "capacity": capacity, "since": since, "matter": matter}
    kinds = [sa.bindparam("id", type_=types.Id())]
    op.get_bind().execute(sa.text(add).bindparams(*kinds), values)
