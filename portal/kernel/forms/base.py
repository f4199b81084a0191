"""The form all others grow from: CSRF, a once-token, messages in the person's language."""

import secrets
from collections.abc import Mapping
from typing import Any

import wtforms
from flask import g, has_request_context
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectFieldBase
from wtforms.i18n import get_translations
from wtforms.validators import Optional

from portal.kernel import i18n
from portal.kernel.forms.messages import OURS
from portal.kernel.forms.tokens import SeenField, ShownField, as_text


class _Translations:
    """WTForms' own messages: ours where we have one, else its catalogue for the person's language."""

    def gettext(self, text: str) -> str:
        """One message."""
        if text in OURS:
            return str(OURS[text])
        ours = i18n.gettext(text)
        return ours if ours != text else str(_shipped().gettext(text))

    def ngettext(self, one: str, many: str, n: int) -> str:
        """One message by number."""
        return str(OURS[one]) if one in OURS else str(_shipped().ngettext(one, many, n))


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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_request_context():  # whatever goes wrong afterwards, the page can say what was typed
            g.setdefault("forms", []).append(self)

    def refuse(self, field: str, sentence: str) -> None:
        """Put a sentence of a service beside a field (or at the top for ``""``)."""
        if field:
            self[field].errors = [*self[field].errors, sentence]
        else:
            self.form_errors.append(sentence)


class PartForm(wtforms.Form):
    """Fields that belong together inside a form, e.g. those of one of several people."""

    class Meta:
        """The form around it carries the tokens; translations are ours."""

        def get_translations(self, _form: Any) -> _Translations:
            """See _Translations."""
            return _Translations()


def _in_words(field: Any, value: Any) -> str:
    """A value as its reader knows it: what was chosen, by its label."""
    if not isinstance(field, SelectFieldBase):
        return as_text(value)
    options: Any = field.iter_choices()
    named = {str(option.value): str(option.label) for option in options}
    return as_text([named.get(str(one), str(one)) for one in (value if isinstance(value, list) else [value])])


class ActionForm(Form):
    """A single button: nothing but the tokens, and the version of the page it stood on."""

    seen = SeenField(validators=[Optional()])

    def renew(self, version: int) -> None:
        """The page is shown again, now of this version; what was typed stays."""
        self.seen.show(version)


class EditForm(ActionForm):
    """Changes what a row holds, and remembers what its page showed: what only others have changed stays theirs.

    ``data`` is what the row holds now. The template carries ``form.shown()`` beside ``form.seen()``.
    """

    shown = ShownField()

    def __init__(self, *args: Any, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, data=data, **kwargs)
        self.known = {name: value for name, value in (data or {}).items() if name in self._fields and name != "seen"}
        self.shown.now = {name: as_text(value) for name, value in self.known.items()}

    def __delitem__(self, name: str) -> None:
        """What is not asked of this person is not carried along either."""
        super().__delitem__(name)
        self.known.pop(name, None)
        self.shown.now.pop(name, None)

    def renew(self, version: int) -> None:
        """Whatever this person left alone takes its new value; where both have changed it, the new one is named."""
        super().renew(version)
        for name, now in self.known.items():
            if as_text(now) == as_text(self[name].data):
                continue
            before, field = self.shown.was.get(name), self[name]
            if as_text(field.data) == before:
                field.data, field.raw_data = now, None
            elif as_text(now) != before:
                self.refuse(
                    name, i18n.gettext("刚刚被改成了“%(value)s”，请核对留哪一个。", value=_in_words(field, now))
                )
        self.shown.renew()
