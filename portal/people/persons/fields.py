"""What is asked of a party that is no natural person (单位、个体工商户): one set of fields for every form."""

from collections.abc import Mapping
from typing import Any

from stdnum.cn import uscc
from wtforms.validators import Length, ValidationError

from portal.kernel.forms import OptionsField, SelectField, TextField
from portal.kernel.forms.checks import digits
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.people.persons.models import Person
from portal.people.persons.rules import HEADS

KIND_NAMES: Mapping[str, Any] = {"natural": _l("个人"), "legal": _l("单位或者个体工商户")}
HEAD_NAMES: Mapping[str, Any] = {
    "法定代表人": _l("法定代表人（公司、机关、村居委会等）"),
    "主要负责人": _l("主要负责人（分公司等）"),
    "经营者": _l("经营者（个体工商户）"),
}
SHORTER = _l("请写得短一些。")
BODY = ("uscc", "legal_representative", "representative_title", "representative_post", "contact_name")
"""Fields of a body alone."""


def credit_code(_form: Any, field: Any) -> None:
    """A unified social credit code with its check character (GB 32100); empty is fine here."""
    number = digits(field.data)
    if number and not uscc.is_valid(number):
        raise ValidationError(_("统一社会信用代码不对，请对照营业执照核对 18 位代码。"))
    field.data = number


def shown(person: Person) -> dict[str, Any]:
    """What is known of a person or body, as a form with these fields shows it."""
    known = {name: getattr(person, name) for name in BODY}
    return {"kind": person.kind, **known, "representative_title": person.representative_title or HEADS[0]}


class EntityMixin:
    """Person or body; and of a body its code, who speaks for it, and whom to ask for."""

    kind = OptionsField(_l("是个人还是单位"), KIND_NAMES.items(), default="natural")
    uscc = TextField(_l("统一社会信用代码"), [Length(max=40, message=SHORTER), credit_code])
    legal_representative = TextField(_l("由谁代表（姓名）"), [Length(max=80, message=SHORTER)])
    representative_title = SelectField(_l("以什么身份代表"), choices=list(HEAD_NAMES.items()), default=HEADS[0])
    representative_post = TextField(_l("在单位的职务"), [Length(max=40, message=SHORTER)])
    contact_name = TextField(_l("联系人"), [Length(max=80, message=SHORTER)])

    def validate_uscc(self, field: Any) -> None:
        """What belongs to a body is not written down of a natural person by mistake."""
        typed = any(self._of(name) for name in BODY if name != "representative_title")
        if self._of("kind") != "legal" and typed:
            raise ValidationError(_("填了单位的信息，请在上面选“单位或者个体工商户”；是个人的，请清空这几项。"))

    def _of(self, name: str) -> Any:
        return self[name].data  # type: ignore[index]

    def entity(self) -> dict[str, Any]:
        """Kind and the fields of a body, as PersonData takes them; a natural person has none of the latter."""
        kind = self._of("kind") or "natural"
        return {"kind": kind, **{name: (self._of(name) or None) if kind == "legal" else None for name in BODY}}
