"""Five questions and a free sentence."""

from wtforms import TextAreaField
from wtforms.validators import Length, Optional

from portal.followup.ratings.rules import QUESTIONS, SCALE
from portal.kernel.forms import Form, Needed, OptionsField
from portal.kernel.i18n import lazy as _l

_choose = _l("请选择一项。")


class RatingForm(Form):
    """The same questions to every party."""

    overall = OptionsField(QUESTIONS[0][1], SCALE, [Needed(_choose)])
    attitude = OptionsField(QUESTIONS[1][1], SCALE, [Needed(_choose)])
    speed = OptionsField(QUESTIONS[2][1], SCALE, [Needed(_choose)])
    fairness = OptionsField(QUESTIONS[3][1], SCALE, [Needed(_choose)])
    result = OptionsField(QUESTIONS[4][1], SCALE, [Needed(_choose)])
    words = TextAreaField(_l("还有什么想说的"), [Optional(), Length(max=500)])

    def scores(self) -> dict[str, int]:
        """By question."""
        return {name: int(self[name].data) for name, _words in QUESTIONS}
