"""What was done and read, by whom: lines with an HMAC, linked into a signed chain by the worker."""

import json
import os
import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Index, LargeBinary, Select, String, event, insert, select, text, update
from sqlalchemy.orm import Mapped, SessionTransaction, mapped_column

from portal.kernel import clock, crypto
from portal.kernel.db import Base, Db, Identified
from portal.kernel.policy import Actor

START = b"\x00" * 32


class AuditLine(Identified, Base):
    """One act or one read: ids and field names, never values. ``linked`` only spares the worker a search."""

    __tablename__ = "audit_lines"
    __table_args__ = (
        Index("ix_audit_lines_subject", "subject_type", "subject_id", "id"),
        Index("ix_audit_lines_loose", "id", sqlite_where=text("not linked"), postgresql_where=text("not linked")),
    )

    at: Mapped[datetime]
    action: Mapped[str] = mapped_column(String(60))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[uuid.UUID | None]
    account_id: Mapped[uuid.UUID | None]
    person_id: Mapped[uuid.UUID | None]
    session_id: Mapped[uuid.UUID | None]
    fields: Mapped[list[str]]
    mac: Mapped[bytes] = mapped_column(LargeBinary(32))
    linked: Mapped[bool] = mapped_column(default=False)

    def sealed_text(self) -> str:
        """The line as one canonical text, over which its HMAC is taken."""
        ids = (self.id, self.subject_id, self.account_id, self.person_id, self.session_id)
        hexes = [value.hex if value else "" for value in ids]
        return json.dumps([self.at.isoformat(), self.action, self.subject_type, *hexes, list(self.fields)])


class AuditLink(Base):
    """The place of a line in the chain: each hash covers the one before and the line's HMAC."""

    __tablename__ = "audit_links"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    line_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    signature: Mapped[bytes] = mapped_column(LargeBinary(32))


def record(db: Db, actor: Actor, action: str, subject: Any, fields: Sequence[str] = ()) -> None:
    """Write the line of an act in the transaction of the act. ``subject`` is a row, or a table name."""
    db.add(_line(actor, action, subject, fields))


def note(db: Db, actor: Actor, action: str, subject: Any, fields: Sequence[str] = ()) -> None:
    """Write down a read before it happens: no note, no read.

    On a read-only page it commits by itself. In a transaction it is part of it; whatever becomes of that (a savepoint
    is taken back; a form comes back with mistakes, but what was read is on the page) the note is written all the same.
    """
    line = _line(actor, action, subject, fields)
    if not db.info["writes"]:
        with db.info["database"].writing() as own:
            own.add(line)
        return
    db.add(line)
    if "notes" not in db.info:
        db.info["notes"] = []
        event.listen(db, "before_commit", _bring_notes)
        event.listen(db, "after_commit", _notes_are_kept)
        event.listen(db, "after_transaction_end", _keep_notes)
    db.info["notes"].append((line, {column.name: getattr(line, column.name) for column in AuditLine.__table__.columns}))


def _bring_notes(db: Db) -> None:
    """Whatever a savepoint took with it goes into the commit all the same."""
    if not db.in_nested_transaction():
        db.add_all(line for line, _values in db.info["notes"])


def _notes_are_kept(db: Db) -> None:
    if not db.in_nested_transaction():
        db.info["notes"].clear()


def _keep_notes(db: Db, ended: SessionTransaction) -> None:
    """Of a transaction that did not commit, once it is over and has given back its connection and SQLite's lock."""
    if ended.parent is None and db.info["notes"]:
        with db.info["database"].writing() as own:
            own.execute(insert(AuditLine), [values for _line, values in db.info["notes"]])
        db.info["notes"].clear()


def _line(actor: Actor, action: str, subject: Any, fields: Sequence[str]) -> AuditLine:
    table = subject if isinstance(subject, str) else subject.__tablename__
    line = AuditLine(
        at=clock.now(),
        action=action,
        subject_type=table,
        subject_id=getattr(subject, "id", None),
        account_id=actor.account,
        person_id=actor.person,
        session_id=actor.session,
        fields=sorted(fields),
        linked=False,
    )
    line.mac = crypto.keyring().mac("audit", line.sealed_text())
    return line


def _loose() -> Select[AuditLine]:
    """Lines that are not in the chain yet (asked with an index that holds only them)."""
    return select(AuditLine).where(text("not linked")).order_by(AuditLine.id)


def anything_loose(db: Db) -> bool:
    """Whether ``link`` would find something to do."""
    return db.scalar(_loose().with_only_columns(AuditLine.id).limit(1)) is not None


def link(db: Db, limit: int = 5000) -> int:
    """Append committed, unlinked lines to the chain and sign each head; the worker alone does this."""
    ring = crypto.keyring()
    last = head(db)
    seq, before = (last.seq, last.hash) if last else (0, START)
    links: list[dict[str, Any]] = []
    for line in db.scalars(_loose().limit(limit)):
        seq += 1
        before = ring.mac("audit", "link", before, line.mac)
        signature = ring.mac("audit", "head", str(seq), before)
        links.append({"seq": seq, "line_id": line.id, "hash": before, "signature": signature})
    if links:
        db.execute(insert(AuditLink), links)
        ids = [entry["line_id"] for entry in links]
        db.execute(
            update(AuditLine).where(AuditLine.id.in_(ids)).values(linked=True),
            execution_options={"synchronize_session": False},
        )
    return len(links)


def head(db: Db) -> AuditLink | None:
    """The last link of the chain."""
    return db.scalar(select(AuditLink).order_by(AuditLink.seq.desc()).limit(1))


def faults(db: Db) -> Iterator[str]:
    """What is wrong with the record: changed, removed, inserted or reordered lines, a broken chain, a forged head."""
    yield from _chain_faults(db)
    yield from _loose_faults(db)


def _chain_faults(db: Db) -> Iterator[str]:
    ring = crypto.keyring()
    before, expected = START, 0
    pairs = select(AuditLink, AuditLine).outerjoin(AuditLine, AuditLine.id == AuditLink.line_id)
    for entry, line in db.execute(pairs.order_by(AuditLink.seq).execution_options(yield_per=2000)):
        expected += 1
        if entry.seq != expected:
            yield f"link {expected} is missing"
            expected = entry.seq
        if line is None:
            yield f"the line of link {entry.seq} was removed"
        elif line.mac != ring.mac("audit", line.sealed_text()):
            yield f"line {line.id} was changed"
        elif entry.hash != ring.mac("audit", "link", before, line.mac):
            yield f"link {entry.seq} does not follow the one before"
        if entry.signature != ring.mac("audit", "head", str(entry.seq), entry.hash):
            yield f"the head at link {entry.seq} was not signed here"
        before = entry.hash


def _loose_faults(db: Db) -> Iterator[str]:
    """Lines without a link: fresh ones are in order, but each must be ours, and none may pretend to be linked."""
    ring = crypto.keyring()
    without = select(AuditLine).outerjoin(AuditLink, AuditLink.line_id == AuditLine.id).where(AuditLink.seq.is_(None))
    for line in db.scalars(without.execution_options(yield_per=2000)):
        if line.mac != ring.mac("audit", line.sealed_text()):
            yield f"line {line.id} was changed or put in by a stranger"
        elif line.linked:
            yield f"line {line.id} was taken out of the chain"


HEAD_LOST = "the head written down beside the database is missing: nobody can tell whether the chain was cut off"


def write_head(db: Db, file: Path) -> None:
    """Keep the signed head outside of the database, so that a chain cut off at its end is found.

    Whoever calls has asked ``head_faults`` before the chain grew: a head that does not fit is evidence, and stays.
    """
    last = head(db)
    if last is None:
        return
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    fresh.write_text(json.dumps({"seq": last.seq, "hash": last.hash.hex(), "signature": last.signature.hex()}))
    os.replace(fresh, file)


def head_faults(db: Db, file: Path) -> Iterator[str]:
    """Whether the chain still holds the head that was last written down; a chain without one is at fault too."""
    if not file.exists():
        if head(db) is not None:
            yield HEAD_LOST
        return
    try:
        kept = json.loads(file.read_text())
        seq, known, signature = int(kept["seq"]), bytes.fromhex(kept["hash"]), kept["signature"]
    except (ValueError, KeyError, TypeError):
        yield "the head written down beside the database cannot be read"
        return
    if signature != crypto.keyring().mac("audit", "head", str(seq), known).hex():
        yield "the head written down beside the database was not signed here"
        return
    entry = db.get(AuditLink, seq)
    if entry is None:
        yield f"the chain was cut off: it reached link {seq} once"
    elif entry.hash != known:
        yield f"link {seq} is not the one that was written down"
