"""A centre's authority, frozen papers and signed ones, made once for all tests of signatures."""

import subprocess
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image

from portal.kernel.pdf import DOCUMENT_STYLES, SignatureField, render
from portal.kernel.seal import Credential, Stamp, Subject, Verification, create_authority, issue
from portal.kernel.seal.signing import Order, sign_all
from portal.kernel.seal.verifying import verify

AT = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
LATER = AT + timedelta(days=3650)
END = AT + timedelta(days=365 * 40)
NAMES = ("party-1", "party-2", "mediator-1", "recorder", "committee")
COMMITTEE = "乌达区滨海街道人民调解委员会"
CENTRE = Subject("综治中心文书签名根证书", "综治中心")


def png(color: str = "navy") -> bytes:
    data = BytesIO()
    Image.new("RGBA", (60, 24), color).save(data, "PNG")
    return data.getvalue()


def jpeg() -> bytes:
    data = BytesIO()
    Image.new("RGB", (60, 24), "navy").save(data, "JPEG")
    return data.getvalue()


def another_authority() -> Credential:
    return create_authority(CENTRE, valid_from=AT - timedelta(days=1), valid_until=END)


@cache
def authority() -> Credential:
    return another_authority()


@cache
def frozen_paper(names: Sequence[str] = NAMES) -> bytes:
    boxes = "".join(f'<input class="signature-field" type="checkbox" name="{name}" title="{name}">' for name in names)
    fields = [SignatureField(name, name, final=name == "committee") for name in names]
    html = f"<!doctype html><html><body><h1>协议书</h1><p>甲向乙支付￥1,000.00。</p>{boxes}</body></html>"
    return render(html, stylesheets=DOCUMENT_STYLES, title="协议书", fields=fields)


def order(field: str, *, picture: bytes | None = None) -> Order:
    name = COMMITTEE if field == "committee" else f"王{field}"
    credential = issue(authority(), Subject(name, "综治中心"), valid_from=AT, valid_until=END)
    stamp = Stamp(name, (("身份", field), ("时间", "2026年11月20日 16:30:00")), picture)
    return Order(field, credential, stamp, name, f"{field}签署")


@cache
def signed_paper(names: Sequence[str] = NAMES) -> bytes:
    orders = [order(name, picture=png() if name == NAMES[0] else None) for name in names]
    return sign_all(frozen_paper(names), orders, at=AT)


def small_paper() -> bytes:
    """A paper with one signer and the seal, for the many ways of spoiling one."""
    return signed_paper(("party-1", "committee"))


def check(paper: bytes, at: datetime = LATER) -> Verification:
    return verify(paper, [authority().certificate], at=at)


def tool(paper: bytes, *command: str) -> str:
    """What a command line tool says of the paper; ``-`` after it sends text to the screen."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        Path(file.name).write_bytes(paper)
        arguments = [file.name if argument == "FILE" else argument for argument in command]
        return subprocess.run(arguments, capture_output=True, text=True, check=False).stdout


def pdfsig(paper: bytes) -> str:
    return tool(paper, "pdfsig", "-nocert", "FILE")
