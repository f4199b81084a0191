"""The form all others grow from: CSRF, a once-token, messages in the person's language."""

import secrets
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField
from wtforms.i18n import get_translations
from wtforms.validators import Optional

from portal.kernel import i18n


class _Translations:
    """WTForms' own messages: ours where we have one, else its catalogue for the person's language."""

    def gettext(self, text: str) -> str:
        """One message."""
        ours = i18n.gettext(text)
        return ours if ours != text else str(_shipped().gettext(text))

    def ngettext(self, one: str, many: str, n: int) -> str:
        """One message by number."""
        return str(_shipped().ngettext(one, many, n))


def _shipped() -> Any:
    return get_translations(["zh" if i18n.current.get() == "zh" else "en"])


class Form(FlaskForm):
    """``once`` is stored with where the first post led; a second post of the same page gets that result."""

    once = HiddenField(default=lambda: secrets.token_urlsafe(16))

    class Meta(FlaskForm.Meta):
        """CSRF stays on; translations are ours."""

        def get_translations(self, _form: Any) -> _Translations:
            """See _Translations."""
            return _Translations()

    def refuse(self, field: str, sentence: str) -> None:
        """Put a sentence of a service beside a field (or at the top for ``""``)."""
        if field:
            self[field].errors = [*self[field].errors, sentence]
        else:
            self.form_errors.append(sentence)


class ActionForm(Form):
    """A single button: nothing but the tokens, and the version of the page it stood on."""

    seen = IntegerField(validators=[Optional()])
