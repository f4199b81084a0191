"""Writing a record; it may be kept half-written, and says what is missing when it is to be finished."""

from typing import Any

from wtforms import TextAreaField
from wtforms.validators import Length, Optional

from counseling.records.rules import DIMENSIONS, LEVELS, MARKS, STEPS, Content, Risk, least, unfinished
from portal.kernel.forms import ActionForm, EditForm, Needed, OptionsField, TextField, clean
from portal.kernel.forms.fields import BoxesField
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l

MOST = 3000
SENTENCES = {
    "theme": _l("请写本次主题。"),
    "summary": _l("请写给来访者的要点，一两句也可以。"),
    "level": _l("请评估风险等级；没有看到风险就选“未见”。"),
    "basis": _l("请写评估依据；等级低于各项回答所提示的，也要写明理由。"),
    "steps": _l("请勾选已经采取的措施。"),
}
PARTS = ("present", "theme", "condition", "did", "plan", "summary")


def _area(label: Any) -> TextAreaField:
    return TextAreaField(label, [Optional(), Length(max=MOST)], filters=[clean])


class RecordForm(EditForm):
    """Objective parts, the assessment, one's own notes."""

    present = TextField(_l("在场的人"), [Optional(), Length(max=120)])
    theme = TextField(_l("本次主题"), [Optional(), Length(max=200)])
    condition = _area(_l("来访者状态"))
    did = _area(_l("做了什么"))
    summary = _area(_l("给来访者的要点"))
    plan = _area(_l("约定和下次安排"))
    ideation = OptionsField(DIMENSIONS["ideation"], tuple(MARKS.items()), [Optional()])
    plan_mark = OptionsField(DIMENSIONS["plan"], tuple(MARKS.items()), [Optional()])
    means = OptionsField(DIMENSIONS["means"], tuple(MARKS.items()), [Optional()])
    intent = OptionsField(DIMENSIONS["intent"], tuple(MARKS.items()), [Optional()])
    past = OptionsField(DIMENSIONS["past"], tuple(MARKS.items()), [Optional()])
    level = OptionsField(_l("风险等级"), [(key, level.words) for key, level in LEVELS.items()], [Optional()])
    basis = _area(_l("评估依据"))
    steps = BoxesField(_l("已经采取的措施"), [Optional()])
    notes = _area(_l("个人工作笔记（只有您自己看得到）"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.steps.choices = [(key, str(words)) for key, words in STEPS.items()]

    def content(self) -> Content:
        """The record proper."""
        return Content(**{name: self[name].data or "" for name in PARTS})

    def risk(self) -> Risk:
        """The assessment."""
        marks = {name: self["plan_mark" if name == "plan" else name].data or "no" for name in DIMENSIONS}
        return Risk(self.level.data or "", marks, self.basis.data or "", tuple(self.steps.data or ()))

    def ready(self) -> bool:
        """Whether it can be finished; says beside each field what is missing."""
        content, risk = self.content(), self.risk()
        for name in unfinished(content, risk):
            self.refuse(name, str(SENTENCES[name]))
        if self.errors:
            self.refuse("", _("各项回答提示的等级至少是“%(level)s”。", level=LEVELS[least(risk.marks or {})].words))
        return not self.errors


class AmendForm(ActionForm):
    """Words added to a finished record."""

    words = TextAreaField(_l("追加说明"), [Needed(_l("请写要追加的内容。")), Length(max=MOST)], filters=[clean])


def shown(content: Content, risk: Risk, notes: str) -> dict[str, Any]:
    """What is there already, by field of the form."""
    marks = {("plan_mark" if name == "plan" else name): mark for name, mark in (risk.marks or {}).items()}
    parts = {name: getattr(content, name) for name in PARTS}
    assessed = {"level": risk.level or None, "basis": risk.basis, "steps": list(risk.steps)}
    return {**parts, **marks, **assessed, "notes": notes}
