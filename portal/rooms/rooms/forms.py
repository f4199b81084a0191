"""Speaking without JavaScript."""

from wtforms import TextAreaField

from portal.kernel.forms import Form
from portal.kernel.i18n import lazy as _l


class SayForm(Form):
    """One message; the once-token is its client id, so a double post is one message."""

    text = TextAreaField(_l("写一句话"))
