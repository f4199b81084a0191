"""What staff are asked about the people in a matter."""

from collections.abc import Mapping
from typing import Any, Self

from wtforms import BooleanField, DateField
from wtforms.validators import Length, Optional, Regexp

from portal.kernel.forms import EditForm, Form, Needed, OptionsField, SelectField, TextField, cn_mobile, id_number
from portal.kernel.i18n import lazy as _l
from portal.matters.words import CHANNELS, CONSENT_WAYS, GENDERS, REASONS, RELATIONS, SAID_AGES
from portal.people.persons.fields import EntityMixin, shown
from portal.people.persons.models import Person
from portal.people.persons.services import PersonData

MAIL = Regexp(r"[^@\s]+@[^@\s]+\.[^@\s.]+$", message=_l("邮箱地址不对，请核对。"))
SHORTER = _l("请写得短一些。")
KEPT = ("phone", "email", "address", "id_number", "contact_words")
"""Never shown in the form: an empty field leaves them as they are."""


class RevealForm(Form):
    """Why the numbers are needed; the answer goes into the record."""

    reason = OptionsField(_l("为什么要看完整的号码和地址？"), REASONS.items(), [Needed(_l("请选择原因。"))])


class CorrectForm(EditForm, EntityMixin):
    """What was written down of a party, to be put right or completed for the official papers."""

    name = TextField(_l("姓名或名称"), [Needed(_l("请填写姓名或名称。")), Length(max=120, message=SHORTER)])
    gender = SelectField(_l("性别"), choices=[("", _l("没有登记")), *GENDERS.items()])
    born_on = DateField(_l("出生日期"), [Optional()])
    said_age = SelectField(
        _l("出生日期不清楚时：是不是未成年人"), choices=[("", _l("不是，或者没有说")), *SAID_AGES.items()]
    )
    ethnicity = TextField(_l("民族"), [Length(max=20, message=SHORTER)])
    occupation = TextField(_l("职业"), [Length(max=80, message=SHORTER)])
    phone = TextField(_l("手机号"), [Length(max=20, message=SHORTER), cn_mobile])
    email = TextField(_l("电子邮箱"), [Optional(), Length(max=120, message=SHORTER), MAIL])
    address = TextField(_l("住址"), [Length(max=200, message=SHORTER)])
    id_number = TextField(_l("身份证号"), [id_number])
    contact_channel = SelectField(_l("希望怎样联系"), choices=list(CHANNELS.items()))
    contact_hours = TextField(_l("什么时候方便"), [Length(max=120, message=SHORTER)])
    contact_words = TextField(_l("联系时要注意"), [Length(max=200, message=SHORTER)])
    phone_shared = BooleanField(_l("手机与他人共用（不往这个号码发验证码，打电话先按上面的话说）"))

    @classmethod
    def about(cls, person: Person) -> Self:
        """Filled with what may stand on a page."""
        names = PersonData.__dataclass_fields__.keys() - set(KEPT)
        known = {name: getattr(person, name) for name in names} | {"said_age": person.said_age or ""}
        return cls(data=known | shown(person) | {"seen": person.version})

    def changes(self, person: Person) -> Mapping[str, Any]:
        """What differs from what is stored; numbers only where something was typed."""
        given = {name: self[name].data or None for name in self._fields if name in PersonData.__dataclass_fields__}
        if "phone_shared" in self:
            given["phone_shared"] = bool(self.phone_shared.data)
        given.update(self.entity())
        typed = {name: value for name, value in given.items() if name in KEPT and value}
        shown = {name: value for name, value in given.items() if name not in KEPT and value != getattr(person, name)}
        return {**shown, **typed}


class GuardianForm(Form):
    """A guardian: who, in what relation, and whether they agree to the handling of the child's data."""

    name = TextField(_l("监护人姓名"), [Needed(_l("请填写监护人的姓名。")), Length(max=120, message=SHORTER)])
    relation = OptionsField(_l("与当事人的关系"), RELATIONS.items(), [Needed(_l("请选择与当事人的关系。"))])
    phone = TextField(_l("手机号"), [Length(max=20, message=SHORTER), cn_mobile])
    id_number = TextField(_l("身份证号"), [id_number])
    consents = BooleanField(_l("监护人已当面或在电话里同意处理孩子的个人信息"))

    def data_of(self) -> PersonData:
        """The guardian as a person."""
        return PersonData(
            name=self.name.data or "",
            phone=self.phone.data or None,
            id_number=self.id_number.data or None,
            contact_channel="call" if self.phone.data else "none",
        )


class GuardianAgreesForm(Form):
    """How the guardian was asked; pressing the button says that they agree."""

    channel = OptionsField(_l("监护人是怎样同意的"), CONSENT_WAYS.items(), [Needed(_l("请选择监护人是怎样同意的。"))])
