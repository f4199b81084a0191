"""Forms that keep what was typed, say what is wrong beside the field, and are counted once."""

from portal.kernel.forms.base import ActionForm, EditForm, Form, PartForm
from portal.kernel.forms.checks import Needed, clean, cn_mobile, id_number
from portal.kernel.forms.fields import BoxesField, OptionsField, SelectField, TextField

__all__ = [
    "ActionForm",
    "BoxesField",
    "EditForm",
    "Form",
    "Needed",
    "OptionsField",
    "PartForm",
    "SelectField",
    "TextField",
    "clean",
    "cn_mobile",
    "id_number",
]
