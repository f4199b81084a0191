"""The lawyer's form: everything the register asks (domain §2.4)."""

from typing import Any

from wtforms import BooleanField, DateField, IntegerField, PasswordField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from legal.records.rules import MOST_MINUTES, Content
from legal.records.words import AGES, AID, FIELDS, GROUPS
from portal.kernel.forms import ActionForm, Needed, OptionsField, SelectField, TextField, clean
from portal.kernel.forms.fields import BoxesField
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.matters.words import GENDERS, majors

LONG = 4000


def _long(name: str) -> Any:
    shorter = _l("请写得短一些，最多 %(n)s 个字。", n=LONG)
    return TextAreaField(FIELDS[name], [Optional(), Length(max=LONG, message=shorter)], filters=[clean])


class RecordForm(ActionForm):
    """A draft may be incomplete; what is missing is said before signing."""

    refused = BooleanField(FIELDS["refused"])
    gender = SelectField(FIELDS["gender"])
    age = SelectField(FIELDS["age"], choices=list(AGES.items()))
    groups = BoxesField(FIELDS["groups"], [Optional()])
    class_code = SelectField(FIELDS["class_code"])
    facts = _long("facts")
    question = _long("question")
    advice = _long("advice")
    law = _long("law")
    referral = _long("referral")
    aid = OptionsField(FIELDS["aid"], AID.items(), [Needed(_l("请选择一项。"))])
    aid_told = BooleanField(FIELDS["aid_told"])
    aid_shared = BooleanField(FIELDS["aid_shared"])
    follow_up_on = DateField(FIELDS["follow_up_on"], [Optional()])
    minutes = IntegerField(FIELDS["minutes"], [Optional(), NumberRange(1, MOST_MINUTES)])
    licence = TextField(FIELDS["licence"], [Optional(), Length(max=40)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gender.choices = [("", _("没有登记")), *((key, str(word)) for key, word in GENDERS.items())]
        self.groups.choices = [(key, str(word)) for key, word in GROUPS.items()]
        self.class_code.choices = [("", _("请选择")), *majors()]

    def content(self) -> Content:
        """As it is kept."""
        day = self.follow_up_on.data
        return Content(
            refused=bool(self.refused.data),
            gender=self.gender.data or "",
            age=self.age.data or "",
            groups=tuple(self.groups.data or ()),
            class_code=self.class_code.data or "",
            facts=self.facts.data or "",
            question=self.question.data or "",
            advice=self.advice.data or "",
            law=self.law.data or "",
            referral=self.referral.data or "",
            aid=self.aid.data,
            aid_told=bool(self.aid_told.data),
            aid_shared=bool(self.aid_shared.data),
            follow_up_on=day.isoformat() if day else "",
            minutes=self.minutes.data or 0,
            licence=self.licence.data or "",
        )


class SignForm(ActionForm):
    """The lawyer signs: their password once more (电子签名法 art.13)."""

    password = PasswordField(_l("登录密码"), [Needed(_l("请输入登录密码，确认是您本人。")), Length(max=128)])
