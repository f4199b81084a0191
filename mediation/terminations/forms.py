"""Ending."""

from wtforms import TextAreaField
from wtforms.validators import Length, Optional

from mediation.terminations.rules import REASONS
from portal.kernel.forms import ActionForm, Needed, OptionsField
from portal.kernel.i18n import lazy as _l

WORDS_MAX = 500


class TerminateForm(ActionForm):
    """The reason for the file; the parties read neither it nor the words."""

    reason = OptionsField(
        _l("终止的原因"), [(key, reason.words) for key, reason in REASONS.items()], [Needed(_l("请选择终止的原因。"))]
    )
    words = TextAreaField(_l("说明（只存卷，当事人看不到）"), [Optional(), Length(max=WORDS_MAX)])
