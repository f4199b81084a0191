"""What the worker does for a sheet: prints the words as they stand; once the committee has sealed, signs and seals it.

Done twice it is done once; the slow work happens outside of any transaction.
"""

import uuid
from dataclasses import dataclass

from mediation.cases.services import tell_mediator
from mediation.oral.content import load
from mediation.oral.models import OralAgreement
from mediation.oral.paper import (
    MEDIATOR_FIELD,
    TITLE,
    OralPaper,
    committee_stamp,
    mediator_stamp,
    oral_pdf,
)
from mediation.oral.queries import locked
from portal.directory.organisations.models import Organisation
from portal.directory.organisations.queries import organisation
from portal.documents.agreement.rules import COMMITTEE_FIELD
from portal.documents.papers import deliveries, keys
from portal.documents.papers import services as papers
from portal.documents.papers.rules import show_code
from portal.documents.papers.seals import picture_bytes
from portal.documents.verification.jobs import examine
from portal.documents.verification.services import remember
from portal.kernel import audit, clock
from portal.kernel.crypto import new_token
from portal.kernel.db import Database, Db
from portal.kernel.files.services import keep as store
from portal.kernel.files.services import prepare, read
from portal.kernel.outbox import GiveUp, Job
from portal.kernel.pdf import PaperError, UnprintableText
from portal.kernel.policy import SYSTEM
from portal.kernel.seal import Credential, SealError
from portal.kernel.settings import Settings


def make(job: Job) -> None:
    """Whatever this sheet waits for now."""
    settings: Settings = job.database.services["settings"]
    _print(job.database, job.uuid("oral"), settings)
    _sign(job.database, job.uuid("oral"), settings)


def _print(database: Database, oral_id: uuid.UUID, settings: Settings) -> None:
    with database.reading() as db:
        oral = db.get(OralAgreement, oral_id)
        if oral is None or not _unprinted(oral):
            return
        audit.note(db, SYSTEM, "oral.printed", oral, ["content"])
        token = new_token()
        paper = _paper(oral, settings, f"{settings.base_url}/v/{token}")
    try:
        prepared = prepare(oral_pdf(paper), "oral.pdf", settings, exactly=True)
    except PaperError as error:
        _failed(database, oral_id, error)
        raise GiveUp(str(error)) from error
    with database.writing() as db:
        oral = locked(db, oral_id)
        if _unprinted(oral):
            papers.printed(db, SYSTEM, oral.paper, store(db, prepared), token)


def _unprinted(oral: OralAgreement) -> bool:
    return oral.paper.state == "frozen" and oral.paper.frozen_file_id is None and oral.problem is None


def _failed(database: Database, oral_id: uuid.UUID, error: PaperError) -> None:
    """The mediator reads which characters no font can draw."""
    with database.writing() as db:
        oral = locked(db, oral_id)
        oral.problem = error.characters[:200] if isinstance(error, UnprintableText) else "?"
        tell_mediator(db, oral.case, "oral.print_failed")


def _paper(oral: OralAgreement, settings: Settings, url: str) -> OralPaper:
    paper = oral.paper
    return OralPaper(
        number=paper.number_text or "",
        committee=paper.owner.name_zh,
        content=load(oral.content),
        recorded_at=oral.recorded_at,
        effective_at=oral.effective_at,
        last_day=paper.last_confirmation_on,
        verify_code=show_code(paper.code),
        verify_url=url,
        verify_address=f"{settings.base_url.split('://', 1)[-1]}/verify",
        demonstration=settings.demonstration,
        zone=settings.zone,
    )


@dataclass(frozen=True)
class Plan:
    """Everything for the signatures, read in one short look."""

    paper: OralPaper
    frozen: bytes
    mediator: Credential
    committee: Credential
    picture: bytes | None
    trust: list[bytes]


def _sign(database: Database, oral_id: uuid.UUID, settings: Settings) -> None:
    with database.writing() as db:  # the certificates exist from now on
        oral = db.get(OralAgreement, oral_id)
        if oral is None or not _unsigned(oral):
            return
        _credentials(db, oral)
    with database.reading() as db:
        plan = _plan(db, db.get_one(OralAgreement, oral_id), settings)
    signed = _signed(plan)
    checked = examine(signed, plan.trust)
    if not checked.genuine:
        raise SealError("a sheet that was just sealed does not verify")
    prepared = prepare(signed, "oral.pdf", settings, exactly=True)
    with database.writing() as db:
        oral = locked(db, oral_id)
        if not _unsigned(oral):
            return
        file = store(db, prepared)
        papers.seal(db, SYSTEM, oral.paper, file)
        remember(db, file.sha256, checked)
        deliveries.send(db, oral.paper)


def _unsigned(oral: OralAgreement) -> bool:
    return oral.seal_at is not None and oral.paper.state == "frozen" and oral.paper.frozen_file_id is not None


def _credentials(db: Db, oral: OralAgreement) -> tuple[Credential, Credential]:
    """The mediator's own and the committee's, issued by the centre's authority when they are first needed."""
    committee: Organisation = oral.paper.owner
    center = organisation(db, committee.center_id or committee.id)
    name = load(oral.content).mediator
    own = keys.of_account(db, center, oral.recorded_by, name, committee)
    return keys.credential(own), keys.credential(keys.of_committee(db, center, committee))


def _plan(db: Db, oral: OralAgreement, settings: Settings) -> Plan:
    audit.note(db, SYSTEM, "oral.signed", oral, ["content"])
    assert oral.paper.frozen_file is not None
    mediator, committee = _credentials(db, oral)
    return Plan(
        paper=_paper(oral, settings, ""),
        frozen=read(oral.paper.frozen_file),
        mediator=mediator,
        committee=committee,
        picture=picture_bytes(db, oral.paper.owner),
        trust=keys.trust_roots(db),
    )


def _signed(plan: Plan) -> bytes:
    from portal.kernel.seal.signing import Order, sign_all

    paper = plan.paper
    name, number = paper.content.mediator, paper.number
    orders = [
        Order(MEDIATOR_FIELD, plan.mediator, mediator_stamp(paper), name, f"调解员签署{TITLE}{number}"),
        Order(
            COMMITTEE_FIELD, plan.committee, committee_stamp(paper, plan.picture), paper.committee,
            f"加盖人民调解委员会印章，{TITLE}{number}",
        ),
    ]  # fmt: skip
    return sign_all(plan.frozen, orders, at=clock.now())
