"""Templates rendered without the application: what every page is given, and what may be asked of the result."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from jinja2 import Environment, FileSystemLoader, StrictUndefined, ext

TEMPLATES = Path(__file__).parents[1] / "templates"


def given(**changes: Any) -> dict[str, Any]:
    """What the application gives to every page, with changes."""
    centre = SimpleNamespace(
        phone="0318-555 0100", name=lambda _locale: "清河县中心", hours_text=lambda _locale: "8:30–17:30"
    )
    actor = SimpleNamespace(is_authenticated=True, display_name="林安", is_staff=True, account=1, session=1)
    page = {
        "locale": "zh",
        "html_lang": "zh-CN",
        "look": "normal",
        "here": "/progress",
        "centre": centre,
        "demonstration": False,
        "actor": actor,
        "menu": [{"label": "待分流", "url": "/queue", "count": 3, "current": True}],
        "static": lambda path: f"/static/{path}?v=1",
        "from_account": lambda: True,
        "unread_notices": lambda: 3,
        "url_for": lambda endpoint, **_values: f"/{endpoint}",
        "csrf_token": lambda: "csrf-1",
        "news": lambda: None,
        "new_once": lambda: "once-1",
        "csp_nonce": lambda: "nonce-1",
        "get_flashed_messages": lambda **_options: [],
    }
    return page | changes


def render(source: str, **values: Any) -> Element:
    """A template given as text, rendered and read strictly."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[ext.i18n],
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: text, lambda one, many, n: one if n == 1 else many, newstyle=True
    )
    env.filters["instant"] = str
    html = env.from_string(source).render(given(**values))
    if "<html" not in html:
        html = f"<!doctype html><html lang=zh><head><title>t</title></head><body>{html}</body></html>"
    tree: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    return tree


def macro(call: str, name: str = "forms") -> str:
    """A template that calls one macro of one component file."""
    return f'{{% import "components/{name}.html" as m with context %}}{{{{ m.{call} }}}}'


def ids(tree: Element) -> list[str]:
    """Every id on the page."""
    return [element.attrib["id"] for element in tree.iter() if "id" in element.attrib]


def words(element: Element) -> str:
    """What a reader reads."""
    return "".join(element.itertext())


def tags(element: Element) -> list[str]:
    """The names of an element's children, drawings included."""
    return [child.tag.rpartition("}")[2] for child in element]


def inputs(tree: Element) -> list[Element]:
    """Everything one can fill in."""
    return [e for e in tree.iter() if e.tag in ("input", "select", "textarea") and e.attrib.get("type") != "hidden"]


def offences(tree: Element) -> list[str]:
    """Attributes and elements that a strict content security policy refuses."""
    found = [f"{e.tag} {name}" for e in tree.iter() for name in e.attrib if name == "style" or name.startswith("on")]
    return found + [e.tag for e in tree.iter() if e.tag == "style" or (e.tag == "script" and "src" not in e.attrib)]
