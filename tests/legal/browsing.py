"""A browser in front of legal service: pages asked for, forms sent."""

import re
from html import unescape
from typing import Any

from flask.testing import FlaskClient

from legal.consultations.taking import Wanted

PASSWORD = "四处张贴的告示牌"


def page(client: FlaskClient, path: str, status: int = 200) -> str:
    """What stands there."""
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code, answer.headers.get("Location"))
    return unescape(answer.get_data(as_text=True))


def send(client: FlaskClient, path: str, status: int = 303, **answers: Any) -> str:
    """Send a form; where it led, or the page that came back."""
    answer = client.post(path, data=answers)
    text = unescape(answer.get_data(as_text=True))
    assert answer.status_code == status, (path, answer.status_code, re.findall(r"<ul>.*?</ul>", text, re.S)[:1])
    return answer.headers["Location"] if status == 303 else text


def slots(text: str) -> list[str]:
    """The values of the times on a page."""
    return re.findall(r'name="slot"[^>]* value="([^"]+)"', text)


def starts(text: str) -> list[str]:
    """Their starts, in UTC."""
    return [Wanted.read(value).start.strftime("%d %H:%M") for value in slots(text)]


def pin_of(text: str) -> str:
    """The PIN on a receipt."""
    found = re.search(r'id="case-pin">\s*(\d{6})', text)
    assert found is not None
    return found.group(1)


def fill(client: FlaskClient, **changes: Any) -> None:
    """Everything before the time."""
    given = {
        "topic": "work", "story": "厂里三个月没发工资，没有签合同，能告吗", "dangers": "none", "name": "申小明",
        "phone": "13800004321", "other_name": "", "other_phone": "", "channel": "sms", **changes,
    }  # fmt: skip
    send(client, "/legal")
    send(client, "/legal/ask/question", topic=given["topic"], story=given["story"])
    send(client, "/legal/ask/safety", dangers=given["dangers"])
    who = ("name", "phone", "other_name", "other_phone")
    send(client, "/legal/ask/person", **{name: given[name] for name in who})
    send(client, "/legal/ask/contact", channel=given["channel"])
