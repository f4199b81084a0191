"""A photo that was chosen, but not taken in, is not left out unawares: it is chosen again, or left out on purpose."""

import re

import pytest
from flask.testing import FlaskClient

from portal.app import Portal
from portal.kernel.files.models import StoredFile
from portal.matters.models import Matter
from tests.portal.intake.test_filing import count, fill, once, photo, post
from tests.world import World

LOST = "刚才选的文件没有收下，请再选一次"
SPOKEN = {
    "source": "counter", "locale": "zh", "consent": "spoken", "story": "货款没有付", "dangers": "none",
    "name": "王小青", "phone": "13800000001", "channel": "call",
}  # fmt: skip


@pytest.fixture
def came_back(client: FlaskClient, world: World) -> str:
    """A resident's page after a photo without an answer to what it shows."""
    fill(client)
    answer = post(client, "/file/photos", photos=photo("a.png"))
    assert answer.status_code == 422  # type: ignore[attr-defined]
    return str(answer.get_data(as_text=True))  # type: ignore[attr-defined]


def press(client: FlaskClient, page: str, **more: object) -> tuple[int, str]:
    """The button of the page that came back: the file field is empty now."""
    again = dict(re.findall(r'name="(again)"[^>]* value="([^"]*)"', page))
    sent = {"once": once(page), "shows": "none", **again, **more}
    answer = client.post("/file/photos", data=sent, content_type="multipart/form-data")
    return answer.status_code, answer.get_data(as_text=True)


def test_the_next_press_does_not_pass_without_it(client: FlaskClient, portal: Portal, came_back: str) -> None:
    status, page = press(client, came_back)
    assert (status, LOST in page, 'value="without"' in page) == (422, True, True)
    assert press(client, page)[0] == 422, "nor the one after"
    assert count(portal, StoredFile) == 0


@pytest.mark.parametrize(("more", "kept"), [({"without": "without"}, 0), ({"photos": photo("a.png")}, 1)])
def test_chosen_again_or_left_out_on_purpose(
    client: FlaskClient, portal: Portal, came_back: str, more: dict[str, object], kept: int
) -> None:
    assert press(client, came_back, **more)[0] == 303
    assert count(portal, StoredFile) == kept
    page = client.get("/file/photos").get_data(as_text=True)
    assert 'name="again"' not in page, "nobody is asked who has lost nothing"


def test_at_the_counter_whatever_else_was_wrong(client: FlaskClient, portal: Portal, world: World) -> None:
    world.sign_in(client, portal.database, "clerk")
    sent = {**SPOKEN, "phone": "12", "shows": "none", "photos": photo("a.png")}
    page = client.post("/desk/file", data=sent, content_type="multipart/form-data").get_data(as_text=True)
    assert 'value="without"' in page
    again = {**SPOKEN, "shows": "none", "again": "yes"}
    assert LOST in client.post("/desk/file", data=again).get_data(as_text=True)
    assert count(portal, Matter) == 0
    assert client.post("/desk/file", data={**again, "without": "without"}).status_code == 303
    assert count(portal, Matter) == 1
