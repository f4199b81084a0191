"""Form macros and components: labelled, described, said in words, and free of anything inline."""

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FileField,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
    widgets,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from tests.look import ids, inputs, macro, offences, render, tags, words

ONE_INPUT = (
    "text(form.name)",
    "textarea(form.story, most=50)",
    "select(form.town)",
    "date(form.day)",
    "time(form.at)",
    "file(form.photo)",
    "code(form.pin)",
    "checkbox(form.agree)",
)
GROUPS = ("radios(form.channel)", "checkboxes(form.hours)")


class Address(Form):
    """An enclosed form."""

    village = StringField("村或小区", [InputRequired("请写村或小区")])


class Filing(Form):
    """One field of every kind, each with a hint."""

    once = HiddenField(default="token-1")
    name = StringField("姓名", [InputRequired("请写姓名")], description="身份证上的姓名")
    story = TextAreaField("经过", [InputRequired("请写经过"), Length(max=50)], description="用自己的话")
    town = SelectField(
        "乡镇",
        [InputRequired("请选乡镇")],
        choices=[SelectChoice("", "请选"), SelectChoice("1", "柳河镇")],
        description="事发地",
    )
    day = DateField("日期", [InputRequired("请写日期")], description="大概也行")
    at = TimeField("时间", [InputRequired("请写时间")], description="大概也行")
    photo = FileField("照片", [InputRequired("请选照片")], description="最多 9 张")
    pin = StringField("验证码", [InputRequired("请写验证码")], description="6 位数字")
    agree = BooleanField("我同意", [InputRequired("请打勾")], description="可以随时撤回")
    channel = RadioField(
        "联系方式",
        [InputRequired("请选一种")],
        choices=[SelectChoice("call", "电话"), SelectChoice("sms", "短信")],
        description="安全的",
    )
    hours = SelectMultipleField(
        "时段",
        choices=[SelectChoice("am", "上午"), SelectChoice("pm", "下午")],
        description="可多选",
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )
    nick = StringField("称呼", [Optional()])
    address = FormField(Address)
    witnesses = FieldList(StringField("证人", [InputRequired("请写证人")]), min_entries=2)

    def validate_hours(self, field: Any) -> None:
        """No hour chosen is a mistake of the whole group."""
        if not field.data:
            raise ValidationError("请选时段")


def wrong() -> Filing:
    """The form as it comes back when nothing was filled in."""
    form = Filing(MultiDict({"witnesses-0": "钱七", "witnesses-1": ""}))
    form.validate()
    return form


@pytest.mark.parametrize("call", ONE_INPUT + GROUPS)
@pytest.mark.parametrize("make", [Filing, wrong])
def test_every_input_has_a_label_and_what_describes_it_exists(call: str, make: Callable[[], Filing]) -> None:
    tree = render(macro(call), form=make())
    labelled = {label.attrib["for"] for label in tree.iter("label")}
    assert inputs(tree)
    assert {field.attrib["id"] for field in inputs(tree)} <= labelled
    described = [name for e in tree.iter() for name in e.attrib.get("aria-describedby", "").split()]
    assert described
    assert set(described) <= set(ids(tree))
    assert len(ids(tree)) == len(set(ids(tree)))
    assert offences(tree) == []


@pytest.mark.parametrize("call", ONE_INPUT + GROUPS)
def test_hint_and_error_stand_before_the_input(call: str) -> None:
    order = list(render(macro(call), form=wrong()).iter())
    first = min(order.index(field) for field in inputs(order[0]))
    before = [e.attrib["id"].rpartition("-")[2] for e in order[:first] if e.tag == "p" and "id" in e.attrib]
    assert before == ["hint", "error"]


@pytest.mark.parametrize("call", ONE_INPUT)
def test_a_wrong_answer_is_marked_for_everybody(call: str) -> None:
    (good,), (bad,) = (inputs(render(macro(call), form=form)) for form in (Filing(), wrong()))
    assert "aria-invalid" not in good.attrib
    assert bad.attrib["aria-invalid"] == "true"
    assert bad.attrib["aria-describedby"].split()[1].endswith("-error")


@pytest.mark.parametrize(("call", "legend"), list(zip(GROUPS, ("联系方式", "时段"), strict=True)))
def test_choices_are_asked_by_a_legend(call: str, legend: str) -> None:
    tree = render(macro(call), form=wrong())
    (group,) = tree.iter("fieldset")
    assert group[0].tag == "legend"
    assert words(group[0]).startswith(legend)
    assert group.attrib["aria-describedby"].split() == [f"{group.attrib['id']}-hint", f"{group.attrib['id']}-error"]


@pytest.mark.parametrize(("call", "word"), [("text(form.name)", "（必填）"), ("text(form.nick)", "（选填）")])
def test_required_and_optional_are_words(call: str, word: str) -> None:
    (label,) = render(macro(call), form=Filing()).iter("label")
    assert word in words(label)


def test_the_error_summary_takes_focus_and_leads_to_every_field() -> None:
    calls = [*ONE_INPUT, *GROUPS, "text(form.address.form.village)", "text(form.witnesses.entries[1])"]
    source = macro("error_summary(form)") + "".join(f"{{{{ m.{call} }}}}" for call in calls)
    tree = render(source, form=wrong())
    (summary,) = [e for e in tree.iter("div") if "data-error-summary" in e.attrib]
    assert summary.attrib["tabindex"] == "-1"
    assert "autofocus" in summary.attrib
    goals = [link.attrib["href"].removeprefix("#") for link in summary.iter("a")]
    assert len(goals) == len(calls)
    assert set(goals) <= set(ids(tree))
    assert "witnesses-0" not in goals


def test_a_form_without_mistakes_has_no_summary() -> None:
    assert list(render(macro("error_summary(form)"), form=Filing()).iter("div")) == []


def test_a_mistake_of_the_whole_form_is_said_on_top() -> None:
    form = wrong()
    form.form_errors.append("这件事已经登记过")
    (first, *_) = render(macro("error_summary(form)"), form=form).iter("li")
    assert words(first) == "这件事已经登记过"


def test_a_form_carries_its_tokens() -> None:
    tree = render(macro('form_open(form, action="/file", files=true)') + "{{ m.form_close() }}", form=Filing())
    (form,) = tree.iter("form")
    assert form.attrib["enctype"] == "multipart/form-data"
    assert "novalidate" in form.attrib
    hidden = {field.attrib["name"]: field.attrib["value"] for field in form.iter("input")}
    assert hidden == {"csrf_token": "csrf-1", "once": "token-1"}


def test_what_was_typed_is_kept_and_is_never_markup() -> None:
    form = Filing(MultiDict({"name": '"><script>x</script>'}))
    (field,) = inputs(render(macro("text(form.name)"), form=form))
    assert field.attrib["value"] == '"><script>x</script>'


@pytest.mark.parametrize("kind", ["todo", "doing", "waiting", "done", "stopped", "danger", "private", "team"])
def test_a_state_is_a_word_and_a_shape(kind: str) -> None:
    (state,) = render(macro(f'state("{kind}", "调解中")', "status")).iter("span")
    assert words(state) == "调解中"
    assert tags(state) == ["svg"]


@pytest.mark.parametrize(("colour", "word"), [("green", "绿灯"), ("yellow", "黄灯"), ("red", "红灯")])
def test_a_light_says_its_colour(colour: str, word: str) -> None:
    (light,) = render(macro(f'light("{colour}")', "status")).iter("span")
    assert words(light).startswith(word)
    assert tags(light) == ["svg"]


def test_danger_shows_numbers_one_can_press() -> None:
    calls = [link.attrib["href"] for link in render(macro("danger()", "cards")).iter("a")]
    assert calls == ["tel:110", "tel:120", "tel:12356"]


def test_the_next_step_stands_on_top_of_the_timeline() -> None:
    call = 'timeline([{"title": "已登记", "when": "昨天"}], next={"title": "请确认时间", "by": "11 月 24 日"})'
    first, second = render(macro(call, "timeline")).iter("li")
    assert "请确认时间" in words(first)
    assert "11 月 24 日" in words(first)
    assert "已登记" in words(second)


def test_a_row_of_the_docket_names_each_cell() -> None:
    call = (
        'table("共 1 件", [{"key": "c", "label": "编号"}, {"key": "d", "label": "最晚"}], '
        '[{"url": "/m/1", "id": 1, "cells": {"c": "QH-1", "d": "12 月"}}], pick="ids")'
    )
    tree = render(macro(call, "docket"))
    (head,) = [e for e in tree.iter("th") if e.attrib["scope"] == "row"]
    assert [link.attrib["href"] for link in head.iter("a")] == ["/m/1"]
    assert [e.attrib["data-label"] for e in tree.iter("td") if "data-label" in e.attrib] == ["最晚"]
    assert [words(label).split() for label in tree.iter("label")] == [["选择", "QH-1"]]


@pytest.mark.parametrize(
    ("kind", "readers"),
    [("joint", "会议室：双方可见"), ("caucus", "私谈：仅您与调解员"), ("team", "团队室：仅团队成员与调解员")],
)
def test_a_room_says_twice_who_reads_there(kind: str, readers: str) -> None:
    form = Filing()
    source = (
        '{% import "components/chat.html" as m with context %}{% call m.room(kind) %}{{ m.band(kind) }}'
        '{{ m.messages(said) }}{{ m.composer(form, form.story, kind, "/say") }}{% endcall %}'
    )
    said = [
        {"kind": "text", "sender": "王五", "text": "<b>漏水</b>", "seq": 7},
        {"kind": "system", "text": "开始", "seq": 8},
        {"kind": "proposal", "sender": "林安", "title": "方案一", "url": "/p", "label": "看方案", "seq": 9},
    ]
    tree = render(source, form=form, said=said, kind=kind)
    assert words(tree).count(readers) == 2
    assert [e.attrib["data-seq"] for e in tree.iter("li")] == ["7", "8", "9"]
    assert "<b>漏水</b>" in words(tree)
    assert offences(tree) == []
