"""What stands in the way of a signature or a seal: another version, another way of signing, somebody's open wish."""

from mediation.agreements import queries, rules
from mediation.agreements.models import Agreement, AgreementVersion, Signer
from mediation.agreements.written import refuse_others_than_written
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Conflict
from portal.matters.models import Matter


def open_version(db: Db, agreement: Agreement, edition: int) -> AgreementVersion:
    """The version that is being signed, if it is the one the page showed."""
    version = queries.newest(db, agreement)
    if version is None or version.state != "open":
        raise Conflict(_("协议书现在不在签署中。请看最新的情况。"))
    if version.edition != edition:
        raise Conflict(_("协议书已经改为第 %(n)s 版，您看的是旧的一版。请先看新的一版。", n=version.edition))
    refuse_others_than_written(db, version)
    return version


def refuse_paper_only(db: Db, agreement: Agreement, version: AgreementVersion) -> None:
    """R-06: the class or the chosen path asks for ink."""
    matter = db.get_one(Matter, agreement.matter_id)
    if version.path != "electronic" or "electronic" not in rules.paths_open(queries.flags(matter)):
        raise Conflict(_("这份协议书要在纸上签，不能用电子签名。调解员会约您来签。"))


def refuse_out_of_turn(version: AgreementVersion, kind: str) -> None:
    """On screen mediator and recorder come after the parties, the seal last."""
    if not rules.in_turn(kind, queries.marks(version)):
        raise Conflict(_("请等各方当事人都签完再签。"))
    refuse_unsettled(version)


def refuse_unsettled(version: AgreementVersion) -> None:
    """Somebody has asked for a change, or wants to sign in ink, also after signing on screen: that comes first."""
    refuse_pending(version)
    if version.path == "electronic" and any(one.wants_ink for one in version.signers):
        raise Conflict(_("有当事人要在纸上签，这一版不能再用电子签名，也不能盖章。请改为纸质签署。"))


def refuse_pending(version: AgreementVersion) -> None:
    """Somebody has asked for a change and not confirmed anew."""
    if any(pending(one) for one in version.signers):
        raise Conflict(_("有当事人请求修改协议书，请先收回修改，或者等对方重新确认。"))


def pending(signer: Signer) -> bool:
    """They asked for a change after they last confirmed."""
    return rules.pending_change(signer.confirmed_at, signer.change_at)


def lacks(signer: Signer) -> tuple[str, ...]:
    """What a place of an ink version still needs before the sheet can be attested; keys of words.LACKS.

    Nobody is bound by a sheet whose text they have not confirmed, against their own open wish, or without anybody
    having looked who they are.
    """
    found = [] if signer.marked_at is not None else ["mark"]
    if signer.kind == rules.PARTY:
        if pending(signer):
            found.append("change")
        elif signer.confirmed_at is None:
            found.append("confirm")
        if signer.identity_at is None:
            found.append("identity")
    return tuple(found)
