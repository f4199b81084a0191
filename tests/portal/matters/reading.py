"""Reading the pages of a matter, and sending files to them."""

from io import BytesIO

from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.app import Portal
from portal.kernel.audit import AuditLine
from portal.matters.models import Evidence
from portal.matters.services import Opened
from portal.people.persons.services import PersonData

SECRET = PersonData(
    name="测试甲", phone="13800000001", email="jia@example.com", address="青禾县人民路12号3单元",
    contact_words="您的快递", id_number="99010119860101123X", contact_channel="sms",
)  # fmt: skip
NUMBERS = ("13800000001", "人民路12号", "99010119860101123X", "jia@example.com", "您的快递")


def lines(portal: Portal, action: str) -> list[AuditLine]:
    with portal.database.reading() as db:
        return list(db.scalars(select(AuditLine).where(AuditLine.action == action)))


def text(response: TestResponse) -> str:
    assert response.status_code == 200, response.status
    return response.get_data(as_text=True)


def photo() -> tuple[BytesIO, str]:
    out = BytesIO()
    Image.new("RGB", (400, 300), "gray").save(out, "JPEG")
    return BytesIO(out.getvalue()), "墙面.jpg"


def send(browser: FlaskClient, opened: Opened, *files: tuple[BytesIO, str], **answers: str | list[str]) -> TestResponse:
    data: dict[str, object] = {"files": list(files), "visibility": "mediator", "shows": "none", **answers}
    return browser.post(f"/matters/{opened.matter.id}/evidence", data=data, content_type="multipart/form-data")


def pieces(portal: Portal) -> list[Evidence]:
    with portal.database.reading() as db:
        return list(db.scalars(select(Evidence).order_by(Evidence.id)))
