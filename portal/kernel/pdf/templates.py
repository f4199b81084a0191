"""Document templates: plain data in, HTML out; a name that is missing stops the paper."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_ROOT = Path(__file__).resolve().parents[3]
#: Where document templates live; names in :func:`fill` start below it.
TEMPLATES = _ROOT / "templates"
#: The only folder from which a paper may load styles and pictures.
STYLES = _ROOT / "static" / "documents"
#: What every official paper looks like.
DOCUMENT_STYLES = (STYLES / "paper.css", STYLES / "signing.css")

#: What no font draws and no reader sees: control characters go, the two Unicode line ends become new lines.
_UNSEEN: dict[int, str | None] = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)))
_UNSEEN |= {0x09: "\t", 0x0A: "\n", 0x2028: "\n", 0x2029: "\n"}


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def fill(template: str, **values: Any) -> str:
    """The HTML of ``templates/<template>`` with these values."""
    return _environment().get_template(template).render(**values).translate(_UNSEEN)
