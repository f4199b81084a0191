"""The protection officer's page: which matter is to be shut, and why."""

from wtforms import BooleanField

from portal.kernel.forms import Form, Needed, OptionsField, TextField
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.kernel.policy import Conflict
from portal.kernel.web import Answer, access, actor, db, goto, render, tell
from portal.matters.restricting import RESTRICT, restrict
from portal.matters.rules import show_code
from portal.matters.web import bp

REASONS = {
    "wish": _l("本人要求不再处理，只保存"),
    "consent": _l("本人撤回了同意"),
    "kept": _l("依法还要保存，但不能再处理"),
}


class RestrictForm(Form):
    """By the code on the receipt; nothing of the matter is shown."""

    code = TextField(_l("案件编码"), [Needed(_l("请填写案件编码。"))])
    reason = OptionsField(_l("为什么封存？"), REASONS.items(), [Needed(_l("请选择一项。"))])
    sure = BooleanField(
        _l("已核对是本人（或监护人）提出，并告知封存后谁都不能再打开"), [Needed(_l("请核对以后打勾。"))]
    )


@bp.route("/desk/restrict", methods=["GET", "POST"])
@access(RESTRICT)
def restrict_matter() -> Answer:
    """From that moment on it is shut to everybody, the officer included."""
    form = RestrictForm()
    if form.validate_on_submit():
        try:
            matter = restrict(db(), actor(), form.code.data or "", form.reason.data)
        except Conflict as refused:
            form.refuse("code", str(refused))
        else:
            tell(_("%(code)s 已经封存，谁都不能再打开。", code=show_code(matter.code)))
            return goto("matters.restrict_matter")
    return render("matters/desk/restrict.html", form=form)
