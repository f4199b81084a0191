"""What the pages of an agreement show, gathered for their templates."""

from typing import Any

from mediation.agreements import gaps, gates, queries, rules
from mediation.agreements.checks import SOURCES, warnings
from mediation.agreements.content import load, paper_of
from mediation.agreements.gaps import Gap
from mediation.agreements.models import Agreement, AgreementClause, AgreementVersion
from mediation.agreements.policy import DRAFT, FILL, SEAL, STAMP
from mediation.agreements.printing import imprint
from mediation.agreements.terms import clause_of
from mediation.agreements.words import (
    CLAUSES,
    CONFIRMED,
    IDENTITY,
    LACKING,
    LACKS,
    MARKS,
    PATHS,
    STATES,
    VERSION_STATES,
    WARNINGS,
    standing_of,
)
from mediation.cases.models import MediationCase
from portal.directory.organisations.models import Organisation
from portal.documents.agreement import AgreementPaper, clause_text, english, wording
from portal.documents.papers.rules import show_code
from portal.kernel import clock, outbox
from portal.kernel.db import Db
from portal.kernel.policy import Actor


def text_of(paper: AgreementPaper, committee: Organisation) -> dict[str, Any]:
    """The words of an agreement for text.html; for readers of English a help beside them, and who explains them."""
    return {"paper": paper, "wording": wording, "clause_text": clause_text, "aid": english, "explained_by": committee}


def version_text(db: Db, version: AgreementVersion) -> dict[str, Any]:
    """The words of a frozen version; the verification address belongs on the PDF, not here."""
    return text_of(paper_of(load(version.content), imprint(version, db.info["settings"], "")), version.paper.owner)


def is_draft(db: Db, agreement: Agreement) -> bool:
    """It is being written, or it was given up before any version of it was frozen: there are clauses, no signers."""
    return agreement.state == "drafting" or queries.newest(db, agreement) is None


def of_draft(db: Db, actor: Actor, case: MediationCase, agreement: Agreement) -> dict[str, Any]:
    """The draft with every clause's sentence and warnings."""
    rows = [_clause(db, row) for row in queries.clauses(db, agreement)]
    return {
        "case": case,
        "agreement": agreement,
        "state": STATES[agreement.state],
        "clauses": rows,
        "open": sum(len(row["open"]) for row in rows),
        "gaps": [_gap(gap) for gap in gaps.found(db, agreement)],
        "drafts": agreement.state == "drafting" and DRAFT.allows(db, actor, case),
        "path": PATHS[drafting_path(agreement, case)],
        "only_ink": rules.paths_open(queries.flags(case.matter)) == ("ink",),
        "confirmable": rules.confirmable(queries.flags(case.matter)),
        "changes": _changes(db, agreement),
        "history": queries.history(db, agreement),
        "version_states": VERSION_STATES,
    }


def _gap(gap: Gap) -> dict[str, Any]:
    """What is missing of whom, and where it is filled in: by hand, or a document's number when it is seen."""
    own = gap.person.id == gap.party.person_id
    lacks = [LACKING[name] for name in gap.lacks]
    return {"row": gap, "own": own, "lacks": lacks, "by_document": "id_number" in gap.lacks}


def drafting_path(agreement: Agreement, case: MediationCase) -> str:
    """The way it would be signed if it were frozen now."""
    paths = rules.paths_open(queries.flags(case.matter))
    return agreement.path if agreement.path in paths else paths[0]


def _clause(db: Db, row: AgreementClause) -> dict[str, Any]:
    day = clock.today(db.info["settings"].zone)
    term = queries.term_of(row, day)
    kept = {one.rule: one.reason for one in row.overrules}
    found = warnings(term, day)
    return {
        "row": row,
        "kind": CLAUSES[row.kind],
        "text": clause_text(clause_of(term)),
        "open": [(key, WARNINGS[key], SOURCES[key]) for key in found if key not in kept],
        "kept": [(WARNINGS[key], kept[key]) for key in found if key in kept],
    }


def _changes(db: Db, agreement: Agreement) -> list[dict[str, Any]]:
    """What was asked to be changed in the last version that was frozen, and has not been settled by confirming it."""
    version = queries.newest(db, agreement)
    asked = [(one, one.change_at) for one in version.signers if one.change_at is not None] if version else []
    waiting = [(one, at) for one, at in asked if one.confirmed_at is None or one.confirmed_at < at]
    return [{"name": one.name, "at": at, "words": one.change} for one, at in waiting]


def of_signing(db: Db, actor: Actor, case: MediationCase, agreement: Agreement) -> dict[str, Any]:
    """Who has done what on the newest version, and what this actor may do now."""
    version = queries.newest(db, agreement)
    assert version is not None
    places = queries.marks(version)
    fills = [one for one in version.signers if one.marked_at is None and FILL.allows(db, actor, one)]
    return {
        "case": case,
        "agreement": agreement,
        "version": version,
        "state": STATES[agreement.state],
        "version_state": VERSION_STATES[version.state],
        "paper_code": show_code(version.paper.code),
        "signers": [_signer(one) for one in version.signers],
        "changes": _changes(db, agreement),
        "path": PATHS[version.path],
        "drafts": DRAFT.allows(db, actor, case),
        "fills": bool(fills) and version.path == "electronic",
        "my_turn": bool(fills) and rules.in_turn(fills[0].kind, places),
        "seals": SEAL.allows(db, actor, case) and version.path == "electronic",
        "stamps": STAMP.allows(db, actor, case),
        "on_paper": [one.hand for one in version.signers if version.path == "electronic" and one.wants_ink],
        "change_open": any(gates.pending(one) for one in version.signers),
        "seal_turn": rules.in_turn(rules.COMMITTEE, places),
        "complete": not any(gates.lacks(one) for one in version.signers),
        "being_bound": agreement.state == "effective" and version.embedded_at is None,
        "in_trouble": in_trouble(db, version),
        **version_text(db, version),
    }


def in_trouble(db: Db, version: AgreementVersion) -> bool:
    """Whether the worker has tried in vain to print this version, or to put its signatures in."""
    work = {"rendering": rules.PRINT, "effective": rules.BIND}.get(version.state)
    return work is not None and version.embedded_at is None and outbox.in_trouble(db, work, version.id.hex)


def _signer(signer: Any) -> dict[str, Any]:
    return {
        "row": signer,
        "standing": standing_of(signer),
        "identity": IDENTITY[signer.identity_method] if signer.identity_method else None,
        "mark": MARKS[signer.mark] if signer.mark else None,
        "party": signer.kind == rules.PARTY,
        "may_identify": signer.kind == rules.PARTY and (signer.marked_at is None or signer.identity_at is None),
        "lacks": [LACKS[name] for name in gates.lacks(signer)],
        "confirmed": CONFIRMED[signer.confirmed_way or "screen"] if signer.confirmed_at is not None else None,
        "stamp": signer.kind == rules.COMMITTEE,
    }
