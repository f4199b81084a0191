"""What is asked of the mediator on the spot, second half: what it is and what was agreed; what everybody has said."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import BooleanField, FieldList, FormField, PasswordField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from mediation.agreements.amounts import NotAnAmount, fen
from mediation.conflicts.forms import NONE
from mediation.conflicts.rules import GROUNDS
from mediation.consents.forms import PUBLIC, DayField
from mediation.oral.forms import SHORTER, whole_numbers
from mediation.oral.rules import MOST_DUTIES, SAID, WHAT_MAX
from portal.intake.dispatch.forms import class_choices
from portal.kernel.forms import ActionForm, BoxesField, Needed, OptionsField, PartForm, SelectField, TextField, clean
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.matters.words import class_name

OTHER = "other"
WHEN = (("once", _l("当场已经做到")), ("dated", _l("约好日期")))


class DutyForm(PartForm):
    """Who does or pays what, to whom, how much, by when."""

    debtor = SelectField(_l("谁来做"))
    creditor = SelectField(_l("对谁"))
    what = TextField(_l("做什么，或者付什么钱"), [Length(max=WHAT_MAX, message=SHORTER), whole_numbers])
    amount = TextField(_l("金额（元）"), [Optional(), Length(max=20, message=SHORTER)])
    when = OptionsField(_l("什么时候"), WHEN, [Optional()])
    due_on = DayField(_l("最晚哪一天"), [Optional()])


class TermsForm(ActionForm):
    """The class, said by the mediator beside the house's proposals (R-19), and at least one duty."""

    class_code = OptionsField(_l("属于哪一类？"), (), [Needed(_l("请选择属于哪一类。"))])
    other = SelectField(_l("全部类型"))
    reason = TextField(_l("与建议不同的理由"), [Length(max=200, message=SHORTER)])
    duties = FieldList(FormField(DutyForm), min_entries=MOST_DUTIES, max_entries=MOST_DUTIES)

    def __init__(self, *args: Any, proposed: Sequence[str], names: Sequence[str], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposed, self.today = proposed, today
        offered = [(code, class_name(code)) for code in proposed]
        self.class_code.choices = [*offered, (OTHER, _("别的类型，在下面选"))]
        self.other.choices = {"": [("", _("请选择"))], **class_choices()}
        who = [(str(number), name) for number, name in enumerate(names)]
        for entry in self.duties.entries:
            entry.form.debtor.choices = who
            entry.form.creditor.choices = [("", _("不是对哪一个人")), *who]

    def chosen(self) -> str:
        """The class, from the proposals or from all."""
        return str(self.other.data if self.class_code.data == OTHER else self.class_code.data)

    def validate_other(self, field: Any) -> None:
        """'Another' needs to be named."""
        if self.class_code.data == OTHER and not field.data:
            raise ValidationError(_("请在这里选一个类型。"))

    def validate_reason(self, field: Any) -> None:
        """Another choice than the first proposal is explained (R-19)."""
        if self.proposed and self.chosen() not in ("", self.proposed[0]) and not field.data:
            raise ValidationError(_("与系统建议的第一项不同，请写一句理由。"))

    def validate_duties(self, field: Any) -> None:
        """The first is needed; of each that is begun everything."""
        for number, entry in enumerate(field.entries):
            if number == 0 or _begun(entry.form):
                self._check(entry.form)
        if any(error for entry in field.entries for one in entry.form for error in one.errors):
            raise ValidationError(_("请核对说好的事。"))

    def _check(self, form: Any) -> None:
        if not form.what.data:
            form.what.errors = [_("请写下做什么，或者付什么钱。")]
        if form.creditor.data == form.debtor.data:
            form.creditor.errors = [_("谁来做和对谁，不能是同一个人。")]
        if form.amount.data and _amount(form) is None:
            form.amount.errors = [_("金额请写成数字，例如 500 或 500.5。")]
        if form.when.data not in dict(WHEN):
            form.when.errors = [_("请选择当场做到了，还是约好日期。")]
        if form.when.data == "dated" and (form.due_on.data is None or form.due_on.data < self.today):
            form.due_on.errors = [*form.due_on.errors, _("请选最晚哪一天做到：今天或者以后。")]

    def answers(self) -> dict[str, Any]:
        """As they are kept: only duties that were begun."""
        told = [_told(entry.form) for entry in self.duties.entries if _begun(entry.form)]
        picked = {"class_code": self.chosen(), "chosen": self.class_code.data, "other": self.other.data}
        return {**picked, "reason": self.reason.data or "", "duties": told}


def _begun(form: Any) -> bool:
    return bool(form.what.data or form.amount.data)


def _amount(form: Any) -> int | None:
    try:
        return fen(form.amount.data) if form.amount.data else None
    except NotAnAmount:
        return None


def _told(form: Any) -> dict[str, Any]:
    dated = form.when.data == "dated"
    return {
        "debtor": int(form.debtor.data),
        "creditor": int(form.creditor.data) if form.creditor.data else None,
        "what": form.what.data,
        "amount": _amount(form),
        "when": form.when.data,
        "due_on": form.due_on.data.isoformat() if dated else "",
    }


class CheckForm(ActionForm):
    """What the mediator answers for, and the password as signature."""

    interest = OptionsField(
        _l("您与各方、与这件事有没有利害关系？"),
        [(NONE, _l("没有，我可以公正办理")), *((key, ground.words) for key, ground in GROUNDS.items())],
        [Needed(_l("请选择一项。"))],
    )
    public = OptionsField(_l("当时是公开还是不公开调解的？"), PUBLIC, [Needed(_l("请选择公开还是不公开。"))])
    written = OptionsField(
        _l("有没有人要写书面协议？"),
        (("no", _l("各方都认为不用写书面协议")), ("yes", _l("有人要写书面协议"))),
        [Needed(_l("请选择一项。"))],
    )
    confirmed = BoxesField(_l("各方当面说过、听过的"))
    password = PasswordField(_l("登录密码"), [Needed(_l("请输入登录密码，确认是您本人。")), Length(max=128)])

    def __init__(self, *args: Any, names: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who = "、".join(names)
        self.confirmed.choices = [
            ("agree", _("%(names)s 都同意由我调解", names=who)),
            ("rights", _("调解前已把下面的权利、义务和不收费告诉各方")),
            ("data", _("已把个人信息怎样使用读给各方听，各方同意登记")),
            ("oral", _("上面记的就是各方口头说好的，已念给各方听")),
        ]

    def validate_confirmed(self, field: Any) -> None:
        """All of them, unless the matter goes the ordinary way anyhow."""
        ordinary = self.interest.data not in (NONE, None) or self.written.data == "yes"
        if not ordinary and set(field.data or ()) != set(SAID):
            raise ValidationError(_("每一项都要当面说过才能登记；没有做到的，请先做到再打勾。"))

    def answers(self) -> dict[str, Any]:
        """As they are kept; the password is not."""
        return {name: self[name].data for name in ("interest", "public", "written", "confirmed")}


class SealForm(ActionForm):
    """The head has read the sheet and seals."""

    sure = BooleanField(_l("我看过登记表，同意加盖本会印章"), [Needed(_l("请看过以后打勾。"))])
    password = PasswordField(_l("登录密码"), [Needed(_l("请输入登录密码，确认是您本人。")), Length(max=128)])


class OrdinaryForm(ActionForm):
    """On the ordinary way: what was read to whoever is registered."""

    consent = BooleanField(
        _l("已把个人信息怎样使用读给当事人听，当事人表示知道并同意登记"),
        [Needed(_l("请先读给本人听，并得到本人同意。"))],
    )


class ContestForm(ActionForm):
    """What is wrong with the record."""

    words = TextAreaField(
        _l("哪里和当时说的不一样？"),
        [Needed(_l("请写下哪里不一样。")), Length(max=1000, message=_l("请写得短一些，最多 1000 个字。"))],
        filters=[clean],
    )
