"""Agreements that wait for somebody's own signature or for the seal they keep."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from flask import url_for

from mediation.agreements import waiting
from mediation.agreements.models import AgreementVersion
from portal.kernel.db import Db
from portal.kernel.feature import FEW, Task
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor


def to_sign(db: Db, actor: Actor, _tonight: datetime) -> Sequence[Task]:
    """Longest waiting first: for whoever signs now, all others wait."""
    return _tasks(_("给协议书签名"), "agreement_acts.sign", waiting.to_sign(db, actor))


def to_seal(db: Db, actor: Actor, _tonight: datetime) -> Sequence[Task]:
    """Longest waiting first: with the seal it is in force."""
    return _tasks(_("给协议书盖章"), "agreement_acts.seal", waiting.to_seal(db, actor))


def _tasks(what: str, endpoint: str, versions: Iterable[AgreementVersion]) -> list[Task]:
    found = ((one.paper.number_text or "", url_for(endpoint, case_id=one.agreement.case_id)) for one in versions)
    return [Task(what, number, url) for number, url in found][:FEW]
