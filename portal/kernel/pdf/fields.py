"""Empty signature fields: a placeholder in the HTML becomes a PDF signature field at the same place.

WeasyPrint makes a tagged, placed and named form field of a checkbox, without a font. Before the file is written that
field is turned into a signature field, so the frozen paper is one clean revision and signing only fills it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portal.kernel.pdf.trouble import PaperError

#: Annotation flags Print and Locked (ISO 32000-1 table 165): shown on paper, cannot be moved in a viewer.
_PRINTED_AND_LOCKED = 4 + 128
#: SigFlags bit 1: the file has signature fields (ISO 32000-1 table 219).
_HAS_SIGNATURE_FIELDS = 1


@dataclass(frozen=True)
class SignatureField:
    """A place to sign: its name in the file, what a screen reader says, and whether signing it closes the paper."""

    name: str
    label: str
    final: bool = False


def make_signature_fields(pdf: Any, wanted: Sequence[SignatureField], pydyf: Any) -> None:
    """Turn the form fields that WeasyPrint drew into the wanted signature fields, and refuse any other."""
    widgets = [item for item in pdf.objects if isinstance(item, dict) and item.get("Subtype") == "/Widget"]
    found = [widget["T"].string for widget in widgets]
    if sorted(found) != sorted(field.name for field in wanted):
        raise PaperError(f"fields asked for {[field.name for field in wanted]}, in the paper {found}")
    if not widgets:
        return
    by_name = {field.name: field for field in wanted}
    for widget in widgets:
        _convert(pdf, widget, by_name[widget["T"].string], pydyf)
    form = pdf.catalog["AcroForm"]
    del form["NeedAppearances"], form["DR"]
    form["SigFlags"] = _HAS_SIGNATURE_FIELDS
    _point_directly(pdf)


def _convert(pdf: Any, widget: Any, field: SignatureField, pydyf: Any) -> None:
    left, top, right, bottom = widget["Rect"]
    blank = pydyf.Stream(
        extra={"Type": "/XObject", "Subtype": "/Form", "BBox": pydyf.Array([0, 0, right - left, top - bottom])}
    )
    pdf.add_object(blank)
    for checkbox_only in ("AS", "V", "MK", "Border"):
        del widget[checkbox_only]
    widget["FT"] = "/Sig"
    widget["TU"] = pydyf.String(field.label)
    widget["Rect"] = pydyf.Array([left, bottom, right, top])
    widget["F"] = _PRINTED_AND_LOCKED
    widget["AP"] = pydyf.Dictionary({"N": blank.reference})
    if field.final:
        # Signing this field locks every field and allows no later change (ISO 32000-2 table 236, /P 1).
        widget["Lock"] = pydyf.Dictionary({"Type": "/SigFieldLock", "Action": "/All", "P": 1})


def _point_directly(pdf: Any) -> None:
    """Let each Form element of the tag tree hold its field itself, not an array of one.

    Both are right by the standard, but pyHanko's check of later revisions recognises a tagged field only so, and would
    otherwise take the second signature for an unexplained change.
    """
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("S") == "/Form" and isinstance(item.get("K"), list):
            (item["K"],) = item["K"]
