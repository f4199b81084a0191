"""Speaking about a duty."""

from wtforms import TextAreaField
from wtforms.validators import Length, Optional

from portal.kernel.forms import ActionForm
from portal.kernel.i18n import lazy as _l


class SpeakForm(ActionForm):
    """An act and, if wanted, a few words."""

    note = TextAreaField(_l("想说明的话"), [Optional(), Length(max=500)])
