"""An agreement for tests: drafted by the mediator, frozen, printed with a plain file, read and signed by its people."""

import uuid
from datetime import date
from io import BytesIO
from typing import Any

from PIL import Image
from sqlalchemy import select

from mediation.agreements import gaps, jobs, printing, queries, services
from mediation.agreements.models import Agreement, AgreementVersion, Signer
from mediation.agreements.scanning import pages_of
from mediation.agreements.services import ClauseData, Written
from mediation.agreements.terms import Part
from mediation.cases.models import MediationCase
from portal.accounts.models import OneTimeCode
from portal.accounts.passes.codes import fill_code
from portal.documents.agreement import agreement_pdf
from portal.documents.scans.reading import Scan
from portal.kernel.db import Db
from portal.kernel.files.services import Prepared, prepare
from portal.kernel.policy import Actor
from portal.matters.models import Party
from tests.mediation import dispute
from tests.portal.kernel.hostile import pdf
from tests.world import World

FACTS = "2026年3月起，楼上漏水浸泡楼下客厅墙面，双方确认损失。"
SHEET = pdf()
STROKES = (
    '[{"penColor":"black","points":[{"x":10,"y":10,"pressure":0.5,"time":1},{"x":30,"y":40,"pressure":0.5,"time":2},'
    '{"x":60,"y":20,"pressure":0.5,"time":3},{"x":90,"y":60,"pressure":0.5,"time":4},{"x":120,"y":15,"pressure":0.5,'
    '"time":5},{"x":150,"y":44,"pressure":0.5,"time":6},{"x":180,"y":20,"pressure":0.5,"time":7},{"x":200,"y":50,'
    '"pressure":0.5,"time":8}]}]'
)


def drafted(db: Db, world: World, **how: Any) -> Agreement:
    """Facts and one payment that leaves no warning; what is not known of the parties is explained."""
    case = dispute.accepted(db, world, **how)
    mediator = world.actor("mediator")
    agreement = services.start(db, mediator, case.id)
    services.describe(db, mediator, case.id, {"facts": FACTS, "issues": "赔偿金额", "way": "银行转账"})
    services.add_clause(db, mediator, case.id, payment(db, case))
    explained(db, world, agreement)
    return agreement


def explained(db: Db, world: World, agreement: Agreement) -> None:
    """The mediator says why something is not known."""
    for party in dict.fromkeys(gap.party.id for gap in gaps.found(db, agreement)):
        services.explain(db, world.actor("mediator"), agreement.case_id, party, "证件遗失，正在补办")


def payment(db: Db, case: MediationCase, **more: Any) -> ClauseData:
    """The respondent pays the applicant."""
    debtor, creditor = dispute.respondent(db, case), dispute.applicant(db, case)
    given = {"what": "墙面维修费", "due_on": date(2099, 1, 31), "amount_fen": 1_234_50, "how": "银行转账", **more}
    return ClauseData("pay", debtor.id, creditor.id, **given)


def frozen(db: Db, world: World, **how: Any) -> AgreementVersion:
    """Frozen, and printed as a plain file: the press has tests of its own."""
    agreement = drafted(db, world, **how)
    return printed(db, services.freeze(db, world.actor("mediator"), agreement.case_id))


def printed(db: Db, version: AgreementVersion) -> AgreementVersion:
    """As the worker does it, without the press."""
    jobs.printed(db, version.id, sheet(db), token_of(version))
    return version


def token_of(version: AgreementVersion) -> str:
    """What the QR code of a version says."""
    return f"token-of-{version.id.hex}"


def scan_of(version: AgreementVersion, *, legible: bool = True) -> Scan:
    """What is read off the scan of the sheet of this version."""
    return Scan((f"http://portal.example.org/v/{token_of(version)}",), legible, pages_of(version))


def photo(db: Db) -> Prepared:
    """Some picture of a sheet; what was read off it is said beside it."""
    out = BytesIO()
    Image.effect_noise((60, 80), 90).save(out, "PNG")
    return prepare(out.getvalue(), "scan.png", db.info["settings"])


def sheet(db: Db) -> Prepared:
    """Some PDF."""
    return prepare(SHEET, "sheet.pdf", db.info["settings"], exactly=True)


def press(db: Db, version: AgreementVersion) -> Prepared:
    """The real paper, as the worker prints it."""
    settings = db.info["settings"]
    return prepare(agreement_pdf(printing.frozen_paper(version, settings, "token")), "agreement.pdf", settings)


def actor_of(signer: Signer, matter_id: uuid.UUID) -> Actor:
    """Whoever signs there, come with the case code."""
    return Actor(person=signer.person_id, scope=matter_id)


def places(version: AgreementVersion, kind: str) -> list[Signer]:
    """The places of one kind."""
    return [one for one in version.signers if one.kind == kind]


def typed(signer: Signer) -> Written:
    """Their name as it stands in the agreement."""
    return Written(typed=signer.name)


def code_for(db: Db, purpose: str, signer: Signer) -> str:
    """The digits of the newest code, as the job mints them."""
    rows = select(OneTimeCode).where(OneTimeCode.purpose == purpose, OneTimeCode.subject == signer.id)
    row = db.scalars(rows.order_by(OneTimeCode.id.desc()).limit(1)).one()
    digits = fill_code(db, row.id)
    assert digits is not None
    return digits


def ready(db: Db, signer: Signer, edition: int = 1) -> Actor:
    """Read, confirmed, agreed to sign on screen, identity shown by code."""
    version = db.get_one(AgreementVersion, signer.version_id)
    who = actor_of(signer, version.paper.matter_id)
    services.confirm(db, who, edition)
    services.consent(db, who, edition)
    services.start_identity_code(db, who, edition)
    assert services.check_identity_code(db, who, edition, code_for(db, "sign-identity", signer))
    return who


def signs(db: Db, signer: Signer, edition: int = 1, written: Written | None = None) -> None:
    """All the way to the signature."""
    who = ready(db, signer, edition)
    services.start_sign_code(db, who, edition)
    assert services.sign(db, who, edition, written or typed(signer), code_for(db, "sign", signer))


def all_sign(db: Db, world: World, version: AgreementVersion) -> None:
    """Everybody but the committee."""
    for signer in places(version, "party"):
        signs(db, signer, version.edition)
    (mediator,) = places(version, "mediator")
    services.fill(db, world.actor("mediator"), case_of(version).id, version.edition, typed(mediator))


def sealed(db: Db, world: World, **how: Any) -> AgreementVersion:
    """In force."""
    version = frozen(db, world, **how)
    all_sign(db, world, version)
    return services.seal(db, world.actor("head"), case_of(version).id, version.edition)


def case_of(version: AgreementVersion) -> MediationCase:
    """The mediation of a version."""
    return version.agreement.case


def newest(db: Db, agreement: Agreement) -> AgreementVersion:
    """The last version."""
    version = queries.newest(db, agreement)
    assert version is not None
    return version


def party_of(db: Db, signer: Signer) -> Party:
    """Whose place it is."""
    return db.get_one(Party, signer.party_id)


def part(day: str, amount: int) -> Part:
    """One instalment."""
    return Part(date.fromisoformat(day), amount)
