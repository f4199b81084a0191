"""What people have written is sealed; who is who, and how a sheet was matched, is said more exactly."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from portal.kernel import crypto
from portal.kernel.db import types
from portal.kernel.db.ids import new_id
from portal.migrations.steps import remake, seal, unseal

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

LATER = "升级前登记的扫描件，二维码没有逐份识读"
ID_KINDS = "('id_card', 'household', 'passport', 'hk_macau', 'taiwan', 'residence')"
PERSON = {
    "ck_persons_id_kind": f"id_kind in {ID_KINDS}",
    "ck_persons_representative_title": "representative_title in ('法定代表人', '主要负责人', '经营者')",
    "ck_persons_said_age": "said_age in ('teen', 'child')",
}
SIGNER = {
    "ck_agreement_signers_confirmed_way": "confirmed_way in ('screen', 'paper', 'aloud')",
    "ck_agreement_signers_identity": "identity_method in ('id_seen', 'code', 'guardian', 'legal')",
}
SIGNER_BEFORE = {
    "ck_agreement_signers_confirmed_way": None,
    "ck_agreement_signers_identity": "identity_method in ('id_seen', 'code', 'guardian')",
}
VERSION = {
    "ck_agreement_versions_scan_match": "scan_match in ('qr', 'typed')",
    "ck_agreement_versions_scan_matched": "attested_at is null or scan_match is not null",
}


def upgrade() -> None:
    """Forward."""
    op.add_column("accounts", sa.Column("totp_reset_at", types.Instant()))
    op.add_column("matters", sa.Column("place_sealed", sa.LargeBinary()))
    op.add_column("mediation_cases", sa.Column("vacant_since", types.Instant()))
    remake(
        "persons",
        add=[
            sa.Column("said_age", sa.String(8)),
            sa.Column("representative_title", sa.String(8)),
            sa.Column("representative_post", sa.String(40)),
            sa.Column("contact_name", sa.String(80)),
            sa.Column("id_kind", sa.String(12)),
        ],
        conditions=PERSON,
    )
    remake(
        "agreement_signers",
        add=[
            sa.Column("signatory", sa.String(160)),
            sa.Column("confirmed_way", sa.String(8)),
            sa.Column("confirmed_by", types.Id()),
            sa.Column("code_by", types.Id()),
        ],
        references={"confirmed_by": "accounts", "code_by": "accounts"},
        conditions=SIGNER,
    )
    op.execute("update agreement_signers set confirmed_way = 'screen' where confirmed_at is not null")
    _scans()
    remake("papers", conditions={"ck_papers_audience": None})
    op.execute("update papers set audience = 'sides' where audience = 'all'")
    remake("papers", conditions={"ck_papers_audience": "audience in ('sides', 'committee')"})
    seal("alarms", "matched", is_json=True, must=True)
    seal("alarms", "note")
    seal("triage", "proposal", is_json=True, must=True, key="matter_id")
    seal("triage", "reason", key="matter_id")
    seal("declines", "words", must=True, key="matter_id")
    seal("evidence", "caption")
    seal("obligations", "how")
    seal("obligation_acts", "note")
    _forget_captions()
    _identities()
    op.execute("update matters set next_key = 'next.arrange' where next_key = 'next.prepare'")


def _scans() -> None:
    """Sheets that were attested before: somebody had compared code and hash by eye."""
    op.add_column("agreement_versions", sa.Column("scan_match", sa.String(8)))
    op.add_column("agreement_versions", sa.Column("scan_reason_sealed", sa.LargeBinary()))
    there = sa.table("agreement_versions", *_columns("id", "attested_at", "scan_match", "scan_reason_sealed"))
    connection = op.get_bind()
    for row in connection.execute(sa.select(there.c.id).where(there.c.attested_at.is_not(None))).all():
        sealed = crypto.seal_column("pii", "agreement_versions.scan_reason_sealed", row.id, LATER)
        new = {"scan_match": "typed", "scan_reason_sealed": sealed}
        connection.execute(sa.update(there).where(there.c.id == row.id).values(new))
    remake("agreement_versions", conditions=VERSION)


KINDS: dict[str, Any] = {"id": types.Id(), "params": sa.JSON(), "scan_reason_sealed": sa.LargeBinary()}


def _columns(*names: str) -> list[Any]:
    """Columns by name, for looks and changes of this revision."""
    ids = ("_id", "_by", "seen_by")
    return [
        sa.column(
            name,
            KINDS.get(name)
            or (
                types.Id()
                if name.endswith(ids)
                else types.Instant()
                if name.endswith("_at")
                else sa.LargeBinary()
                if name.endswith("_sealed")
                else sa.String()
            ),
        )
        for name in names
    ]


def _forget_captions() -> None:
    """A line of the story says that something was handed in, not how its owner called it."""
    there = sa.table("timeline", *_columns("id", "key", "params"))
    connection = op.get_bind()
    spoken = there.c.key.in_(("evidence.added", "evidence.shared"))
    for row in connection.execute(sa.select(there.c.id, there.c.params).where(spoken)).all():
        kept = {name: value for name, value in row.params.items() if name != "caption"}
        connection.execute(sa.update(there).where(there.c.id == row.id).values(params=kept))


def _identities() -> None:
    """What a mediator had written down of a document belongs to the person, whatever is signed."""
    signers = sa.table(
        "agreement_signers",
        *_columns(
            "id", "version_id", "person_id", "identity_method", "identity_at", "identity_by", "identity_tail_sealed"
        ),
    )
    versions = sa.table("agreement_versions", *_columns("id", "agreement_id"))
    agreements = sa.table("agreements", *_columns("id", "matter_id"))
    seen = sa.select(signers, agreements.c.matter_id).select_from(signers)
    seen = seen.join(versions, versions.c.id == signers.c.version_id)
    seen = seen.join(agreements, agreements.c.id == versions.c.agreement_id)
    seen = seen.where(signers.c.identity_tail_sealed.is_not(None), signers.c.identity_by.is_not(None))
    checks = sa.table(
        "identity_checks", *_columns("id", "matter_id", "person_id", "document", "tail_sealed", "seen_by", "seen_at")
    )
    connection = op.get_bind()
    for row in connection.execute(seen).all():
        place = f"agreement_signers.identity_tail_sealed:{row.id.hex}"
        tail, fresh = crypto.keyring().open("pii", row.identity_tail_sealed, place).decode(), new_id()
        connection.execute(
            sa.insert(checks).values(
                id=fresh, matter_id=row.matter_id, person_id=row.person_id, document="id_card",
                tail_sealed=crypto.seal_column("pii", "identity_checks.tail_sealed", fresh, tail),
                seen_by=row.identity_by, seen_at=row.identity_at,
            )
        )  # fmt: skip


def downgrade() -> None:
    """Back."""
    op.execute("delete from identity_checks")
    unseal("obligation_acts", "note", sa.String(500))
    unseal("obligations", "how", sa.String(200))
    unseal("evidence", "caption", sa.String(200))
    unseal("declines", "words", sa.String(800), key="matter_id")
    unseal("triage", "reason", sa.String(500), key="matter_id")
    unseal("triage", "proposal", sa.JSON(), is_json=True, key="matter_id")
    unseal("alarms", "note", sa.String(500))
    unseal("alarms", "matched", sa.JSON(), is_json=True)
    remake("papers", conditions={"ck_papers_audience": None})
    op.execute("update papers set audience = 'all' where audience = 'sides'")
    remake("papers", conditions={"ck_papers_audience": "audience in ('all', 'committee')"})
    remake("agreement_versions", conditions=dict.fromkeys(VERSION), drop=["scan_match", "scan_reason_sealed"])
    op.execute("update agreement_signers set identity_method = 'id_seen' where identity_method = 'legal'")
    remake(
        "agreement_signers", conditions=SIGNER_BEFORE, drop=["signatory", "confirmed_way", "confirmed_by", "code_by"]
    )
    remake(
        "persons",
        conditions=dict.fromkeys(PERSON),
        drop=["said_age", "representative_title", "representative_post", "contact_name", "id_kind"],
    )
    op.drop_column("mediation_cases", "vacant_since")
    op.drop_column("matters", "place_sealed")
    op.drop_column("accounts", "totp_reset_at")
