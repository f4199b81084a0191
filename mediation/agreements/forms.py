"""What the mediator fills in while drafting."""

import uuid
from collections.abc import Sequence
from typing import Any

from wtforms import DateField, IntegerField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from mediation.agreements import amounts
from mediation.agreements.drafting import HEAD, ClauseData
from mediation.agreements.terms import MONEY, NEEDS_WORDS, Part
from mediation.agreements.words import CLAUSES, PATHS
from portal.kernel.forms import ActionForm, EditForm, Needed, OptionsField, SelectField, TextField, clean
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l

LONG = Length(max=4000, message=_l("请写得短一些，最多 4000 个字。"))
LINE = Length(max=300, message=_l("请写得短一些，最多 300 个字。"))
WHEN = (
    ("by", _l("在某一天以前（含当天）")),
    ("within", _l("生效后多少天内")),
    ("at_once", _l("签协议时当场")),
    ("none", _l("不写时间")),
)


class _Area(TextAreaField):
    """Several lines, trimmed."""

    def __init__(self, label: Any, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, filters=(clean,), **kwargs)


class HeadForm(EditForm):
    """Facts, issues, responsibility, and how all of it is performed (人民调解法 art.29)."""

    facts = _Area(_l("纠纷主要事实"), [Needed(_l("请写明纠纷的主要事实。")), LONG])
    issues = _Area(_l("争议事项"), [Optional(), LONG])
    responsibility = _Area(_l("各方责任"), [Optional(), LONG])
    way = TextField(_l("履行方式"), [Optional(), LINE])
    place = TextField(_l("履行地点"), [Optional(), LINE])
    limit = TextField(_l("履行时限"), [Optional(), LINE])

    def words(self) -> dict[str, str]:
        """All of them by name."""
        return {name: self[name].data or "" for name in HEAD}


class ClauseForm(EditForm):
    """One clause: who does what, for whom, by when, how much, how, where, and what follows if not."""

    kind = OptionsField(_l("这一条约定什么"), CLAUSES.items(), [Needed(_l("请选择这一条约定什么。"))])
    debtor = SelectField(_l("由谁来做"))
    creditor = SelectField(_l("给谁、向谁"))
    what = _Area(_l("内容"), [Optional(), LONG])
    amount = TextField(_l("金额（元）"), [Optional()])
    when = OptionsField(_l("什么时候"), WHEN, [Needed(_l("请选择什么时候。"))], default="by")
    due_on = DateField(_l("哪一天"), [Optional()])
    within_days = IntegerField(_l("多少天"), [Optional(), NumberRange(1, 3650, message=_l("请填 1 到 3650 天。"))])
    parts = TextAreaField(_l("分期：每行一期，日期和金额"), [Optional(), Length(max=4000)])
    how = TextField(_l("方式"), [Optional(), LINE])
    place = TextField(_l("地点"), [Optional(), LINE])
    remedy = _Area(_l("逾期或违约怎么办"), [Optional(), LONG])

    def __init__(self, *args: Any, parties: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.debtor.choices = self.creditor.choices = [("", _("（不写）")), *parties]
        self.money: int | None = None
        self.rows: tuple[Part, ...] = ()

    def validate(self, extra_validators: Any = None) -> bool:
        """What the kind asks for, beside the field."""
        sound = bool(super().validate(extra_validators))
        checks = (self._check_words(), self._check_money(), self._check_when())
        return sound and all(checks)

    def _check_words(self) -> bool:
        if self.kind.data in NEEDS_WORDS and not self.what.data:
            self.refuse("what", _("请写明内容。"))
            return False
        return True

    def _check_money(self) -> bool:
        try:
            if self.kind.data == "instalments":
                self.rows = amounts.parts(self.parts.data or "")
            elif self.kind.data in MONEY and self.amount.data:
                self.money = amounts.fen(self.amount.data)
        except amounts.NotAPart as wrong:
            self.refuse("parts", _("第 %(n)s 行看不懂。请写成：2026-01-31 1000", n=wrong.line))
            return False
        except amounts.NotAnAmount:
            self.refuse("amount", _("金额看不懂。请填数字，单位是元，最多两位小数。"))
            return False
        return True

    def _check_when(self) -> bool:
        needed = {"by": "due_on", "within": "within_days"}.get(self.when.data or "")
        if self.kind.data != "instalments" and needed and self[needed].data is None and not self[needed].errors:
            self.refuse(needed, _("请填写时间，或者选择“不写时间”。"))
            return False
        return True

    def data_of(self) -> ClauseData:
        """The clause as the service takes it."""
        dated = self.kind.data not in ("instalments", "other")
        when = self.when.data if dated else "none"
        return ClauseData(
            kind=self.kind.data,
            debtor_id=uuid.UUID(self.debtor.data) if self.debtor.data else None,
            creditor_id=uuid.UUID(self.creditor.data) if self.creditor.data else None,
            what=self.what.data or "",
            due_on=self.due_on.data if when == "by" else None,
            within_days=self.within_days.data if when == "within" else None,
            at_once=when == "at_once",
            amount_fen=self.money,
            how=self.how.data or "",
            place=self.place.data or "",
            remedy=self.remedy.data or "",
            parts=self.rows,
        )


class SigningForm(ActionForm):
    """How it will be signed, and who keeps the record."""

    path = OptionsField(_l("怎样签署"), (), [Needed(_l("请选择怎样签署。"))])
    recorder = SelectField(_l("记录人"))

    def __init__(self, *args: Any, paths: Sequence[str], recorders: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.path.choices = [(path, PATHS[path]) for path in paths]
        self.recorder.choices = [("", _("（没有单独的记录人）")), *recorders]


class OverruleForm(ActionForm):
    """Why a clause stands although a rule warns."""

    reason = _Area(
        _l("保留的理由"), [Needed(_l("请写一句理由。")), Length(max=500, message=_l("请写得短一些，最多 500 个字。"))]
    )


class GapForm(ActionForm):
    """Why something of a party is not known."""

    reason = _Area(
        _l("为什么没有"), [Needed(_l("请写一句理由。")), Length(max=500, message=_l("请写得短一些，最多 500 个字。"))]
    )
