"""An agreement between two neighbours and a company, with the names that break weak typesetting."""

import re
import subprocess
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from portal.documents.agreement import (
    AgreementPaper,
    Clause,
    ClauseKind,
    LegalParty,
    NaturalParty,
    Representative,
    SignatureSlot,
    agreement_pdf,
)

NUMBER = "（2026）乌达人调字第12号"
COMMITTEE = "乌海市乌达区滨海街道人民调解委员会"
LONG_NAME = "阿卜杜热合曼·买买提吐尔逊"
COMPANY_CODE = "911503000000000000"
AT = datetime(2026, 11, 20, 6, 3, 9, tzinfo=UTC)
#: Obviously made up, but of the right shape.
FULL_ID, FULL_PHONE = "150303199001010029", "13800000001"

WOMAN = NaturalParty(
    "王小䶮", "女", "汉族", 46, "小学教师", "乌达区滨海街道******", "138****0001", id_number="150303********0029"
)
AGENT = Representative("委托代理人", "欧阳𠮷", "妻子", authority="特别授权")
MAN = NaturalParty(LONG_NAME, "男", "维吾尔族", 39, id_number="653101********0035", representatives=(AGENT,))
COMPANY = LegalParty("安居物业有限公司", COMPANY_CODE, "乌达区巴音赛街12号", "李明", "总经理")

PAPER = AgreementPaper(
    number=NUMBER,
    committee=COMMITTEE,
    parties=(WOMAN, MAN, COMPANY),
    facts="2026年3月5日起，王小䶮家天花板渗水。\n经现场查看，水从楼上渗下。",
    issues="损失由谁承担；何时修复。",
    responsibility=f"{LONG_NAME}承担主要责任。",
    clauses=(
        Clause(ClauseKind.ACT, LONG_NAME, "王小䶮", "修复卫生间防水层", by=date(2026, 12, 15)),
        Clause(ClauseKind.PAY, LONG_NAME, "王小䶮", "赔偿款", by=date(2026, 12, 31), amount=123450, how="银行转账"),
    ),
    performance_way="修复和银行转账",
    performance_place="滨海小区",
    performance_limit="2026年12月31日前",
    slots=(
        SignatureSlot("party-1", "当事人一", "王小䶮"),
        SignatureSlot("party-2", "当事人二", LONG_NAME, "由委托代理人欧阳𠮷代签"),
        SignatureSlot("party-3", "当事人三", "安居物业有限公司"),
        SignatureSlot("mediator-1", "人民调解员", "诸葛㐂", official=True),
    ),
    verify_code="K7QM-2T9X-4RWD",
    verify_url="https://portal.example.org/v/9gJ3xQ0mZr5TtWc1LkNnBA",
    verify_address="portal.example.org/v",
)


@cache
def pdf(paper: AgreementPaper = PAPER) -> bytes:
    return agreement_pdf(paper)


def tool(paper: bytes, folder: Path, *command: str) -> str:
    path = folder / "paper.pdf"
    path.write_bytes(paper)
    arguments = [str(path) if argument == "FILE" else argument for argument in command]
    return subprocess.run(arguments, check=True, capture_output=True, text=True).stdout


def words(paper: bytes, folder: Path) -> str:
    """All text of the paper in reading order, without the line ends and spaces that the layout put in."""
    return re.sub(r"\s+", "", tool(paper, folder, "pdftotext", "-raw", "FILE", "-"))


def pages(paper: bytes, folder: Path) -> list[str]:
    """The text of each page, without spaces."""
    return [re.sub(r"\s+", "", page) for page in tool(paper, folder, "pdftotext", "FILE", "-").split("\f")[:-1]]
