"""The frame of every page: one title, a way past the head, a way out, the centre's phone, nothing inline."""

import re
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from tests.look import TEMPLATES, ids, offences, render, words

LAYOUTS = ("resident", "staff", "print")
SOURCES = sorted([*TEMPLATES.glob("components/*.html"), *TEMPLATES.glob("layouts/*.html")])
STRANGER = SimpleNamespace(is_authenticated=False, display_name="", is_staff=False, account=None, session=None)


def show(layout: str, top: str = "", **values: Any) -> Element:
    """A page of one sentence in a layout."""
    source = f'{top}{{% extends "layouts/{layout}.html" %}}{{% block title %}}您现在方便说话吗？{{% endblock %}}'
    return render(source + "{% block content %}<p>正文</p>{% endblock %}", **values)


def links(tree: Element) -> list[str]:
    """Where the page leads."""
    return [link.attrib["href"] for link in tree.iter("a")]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_title_is_written_once_and_is_the_heading(layout: str) -> None:
    tree = show(layout)
    assert [words(heading) for heading in tree.iter("h1")] == ["您现在方便说话吗？"]
    (title,) = (words(element) for element in tree.iter("title") if element.text)
    assert title == "您现在方便说话吗？ · 一扇门"


def test_a_question_that_says_too_much_stays_out_of_the_tab() -> None:
    tree = render(
        '{% extends "layouts/resident.html" %}{% block tab %}一扇门{% endblock %}'
        "{% block title %}他打过您吗？{% endblock %}"
    )
    assert [words(title) for title in tree.iter("title")] == ["一扇门"]
    assert [words(heading) for heading in tree.iter("h1")] == ["他打过您吗？"]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("look", ["normal", "elder"])
@pytest.mark.parametrize(
    "actor",
    [STRANGER, SimpleNamespace(is_authenticated=True, display_name="林安", is_staff=True, account=1, session=1)],
)
def test_a_page_is_whole_and_carries_nothing_inline(layout: str, look: str, actor: Any) -> None:
    tree = show(layout, look=look, actor=actor)
    assert len(list(tree.iter("main"))) == 1
    assert offences(tree) == []
    assert len(ids(tree)) == len(set(ids(tree)))
    assert links(tree)[0] == "#content"
    assert {link.removeprefix("#") for link in links(tree) if link.startswith("#")} <= set(ids(tree))
    scripts = [script.attrib for script in tree.iter("script")]
    assert all(script["src"].startswith("/static/") and script["nonce"] == "nonce-1" for script in scripts)


@pytest.mark.parametrize("layout", ["resident", "staff"])
@pytest.mark.parametrize(
    ("now", "offered"),
    [
        ({"look": "normal", "locale": "zh"}, {"look": "elder", "locale": "en"}),
        ({"look": "elder", "locale": "en"}, {"look": "normal", "locale": "zh"}),
        ({"look": "largest", "locale": "zh"}, {"look": "normal", "locale": "en"}),
    ],
)
def test_language_and_large_print_are_one_press_away(layout: str, now: dict[str, str], offered: dict[str, str]) -> None:
    forms = [form for form in show(layout, **now).iter("form") if form.attrib["action"] == "/web.prefer"]
    pressed = {button.attrib["name"]: button.attrib["value"] for form in forms for button in form.iter("button")}
    assert pressed == offered
    for form in forms:
        assert form.attrib["method"] == "post"
        hidden = {field.attrib["name"]: field.attrib["value"] for field in form.iter("input")}
        assert hidden == {"csrf_token": "csrf-1", "once": "once-1", "back": "/progress"}


@pytest.mark.parametrize("layout", ["resident", "staff"])
def test_the_foot_names_phone_hours_and_rights(layout: str) -> None:
    (foot,) = show(layout).iter("footer")
    assert "8:30–17:30" in words(foot)
    assert links(foot) == ["tel:03185550100", "/web.accessibility", "/web.privacy"]


def test_residents_can_leave_from_every_page() -> None:
    assert "/web.leave" in links(show("resident"))
    assert "/web.leave" not in links(show("staff"))


def test_a_sheet_can_say_nothing_of_us() -> None:
    emptied = "".join(f"{{% block {name} %}}{{% endblock %}}" for name in ("icons", "sheet_head", "acts"))
    tree = render(
        '{% extends "layouts/print.html" %}{% block title %}二十四节气{% endblock %}'
        "{% block tab %}{{ self.title() }}{% endblock %}{% block content %}<p>立春</p>{% endblock %}" + emptied
    )
    assert [words(title) for title in tree.iter("title")] == ["二十四节气"]
    assert not {"一扇门", "清河县中心"} & set(re.split(r"\s+", words(tree)))
    assert list(tree.iter("img")) == []
    assert [link for link in tree.iter("link") if "icon" in link.attrib["rel"]] == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_new_installation_has_no_centre_yet(layout: str) -> None:
    tree = show(layout, centre=None, menu=[])
    assert [words(heading) for heading in tree.iter("h1")] == ["您现在方便说话吗？"]
    assert not [link for link in links(tree) if link.startswith("tel:")]


def test_the_rail_says_where_one_is_and_what_waits() -> None:
    menu = [
        {"label": "待分流", "url": "/queue", "count": 3, "current": True},
        {"label": "组织", "url": "/org", "count": None, "current": False},
    ]
    (rail,) = [nav for nav in show("staff", menu=menu).iter("nav") if nav.attrib.get("id") == "menu"]
    current = [words(link).split() for link in rail.iter("a") if "aria-current" in link.attrib]
    assert current == [["待分流", "3"]]
    assert "None" not in words(rail)


def test_flashed_sentences_are_read_out() -> None:
    tree = show("resident", get_flashed_messages=lambda **_options: [("message", "已保存。"), ("error", "没有保存。")])
    assert [words(e) for e in tree.iter("div") if e.attrib.get("role") == "status"] == ["已保存。", "没有保存。"]


def test_a_library_is_loaded_only_where_it_is_used() -> None:
    def sources(tree: Element) -> list[str]:
        return [script.attrib["src"] for script in tree.iter("script")]

    own = ["/static/js/onedoor.js?v=1"]
    assert sources(show("resident")) == own
    tree = show("staff", '{% set uses = ["htmx"] %}')
    assert sources(tree) == ["/static/vendor/htmx/htmx.min.js?v=1", *own]
    (config,) = [meta.attrib["content"] for meta in tree.iter("meta") if meta.attrib.get("name") == "htmx-config"]
    assert '"includeIndicatorStyles":false' in config
    assert '"allowEval":false' in config


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_template_of_ours_writes_anything_inline(path: Any) -> None:
    source = re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", "", path.read_text("utf-8"), flags=re.DOTALL)
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:|https?://", source) == []
