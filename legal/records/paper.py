"""法律咨询登记表 on paper: the words in the order of the form, set on A4 with one place to sign (domain §2.4)."""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import segno
from markupsafe import Markup, escape

from legal.consultations.models import Consultation
from legal.records.rules import Content
from portal.directory.taxonomy.rules import load as taxonomy
from portal.documents.agreement.clauses import chinese_date
from portal.documents.agreement.layout import table_lines
from portal.kernel.pdf import DOCUMENT_STYLES, SignatureField, fill, render

TITLE = "法律咨询登记表"
FIELD = "lawyer"
ZONE = "Asia/Shanghai"

MODES = {"visit": "来访", "phone": "电话"}
AGES = {"": "", "minor": "未满18岁", "adult": "18至44岁", "middle": "45至59岁", "old": "60岁以上"}
GROUPS = {
    "migrant": "农民工", "elder": "老年人", "disabled": "残疾人", "woman": "妇女", "minor": "未成年人",
    "veteran": "军人、军属、退役军人", "poor": "低收入家庭", "student": "学生",
}  # fmt: skip
AID = {"unclear": "需进一步核实", "yes": "符合", "no": "不符合"}
REFUSED = "本人不愿说明身份，已注明"
FREE = "本次咨询不收取任何费用。"
NATURE = "解答依据咨询人的陈述和出示的材料作出，仅供咨询人参考，不是法律意见书，也不代表办案机关的意见。"
RATING = "服务评价由咨询人在咨询结束后另行作出，律师看不到是谁的评价。"
UNBROKEN = re.compile(
    r"(（\d{4}）[^\s（）]{2,12}字第\d+号|《[^》]{2,12}》|第[一二三四五六七八九十百零\d]+条|[\dX*-]{6,})"
)


@dataclass(frozen=True)
class RecordPaper:
    """A record with what the register adds."""

    number: str
    edition: int
    content: Content
    organisation: str
    lawyer: str
    mode: str
    at: datetime
    verify_code: str
    verify_url: str
    verify_address: str
    demonstration: bool = False
    zone: str = ZONE


def rows(content: Content, mode: str, at: datetime, zone: str = ZONE) -> tuple[tuple[str, str], ...]:
    """Label and value of everything short that is known, in the order of the form."""
    told = (
        ("咨询日期", chinese_date(at.astimezone(ZoneInfo(zone)).date())),
        ("咨询方式", MODES[mode]),
        ("咨询人", REFUSED if content.refused else content.name),
        ("性别", content.gender),
        ("年龄段", AGES[content.age]),
        ("联系电话", content.phone),
        ("住址", content.address),
        ("人群", "、".join(GROUPS[one] for one in content.groups)),
        ("事项类别", class_words(content.class_code)),
        ("时长", f"{content.minutes}分钟"),
    )
    return tuple(row for row in told if row[1])


def class_words(code: str) -> str:
    """The major class as the form names it."""
    major = taxonomy().majors.get(code)
    return major.name_zh if major else ""


def sections(content: Content) -> tuple[tuple[str, str], ...]:
    """Heading and words of everything long."""
    told = (
        ("基本事实", content.facts),
        ("咨询的问题", content.question),
        ("解答意见", content.advice),
        ("依据的法律", content.law),
        ("转介与法律援助", aid_words(content)),
    )
    return tuple(one for one in told if one[1])


def aid_words(content: Content) -> str:
    """Referral, legal aid, and the day of a further answer."""
    day = content.follow_up()
    told = f"法律援助条件：{AID[content.aid]}" + ("，已告知申请的地点、材料和程序。" if content.aid_told else "。")
    shared = "咨询人同意将本记录转给法律援助工作人员。" if content.aid_shared else ""
    later = f"尚需查证的问题，约定于{chinese_date(day)}前再行答复。" if day else ""
    return "\n".join(part for part in (content.referral, told, shared, later) if part)


def text_of(content: Content, consultation: Consultation, number: str) -> str:
    """The words without their layout, for the hash in the register."""
    at = consultation.started_at or consultation.starts_at
    lines = [TITLE, number, consultation.organisation.name_zh, consultation.lawyer.display_name, content.licence]
    lines += [f"{label}：{value}" for label, value in (*rows(content, consultation.mode, at), *sections(content))]
    return "\n".join(lines)


def fields(paper: RecordPaper) -> tuple[SignatureField, ...]:
    """The lawyer's alone, which closes the paper."""
    return (SignatureField(FIELD, f"律师 {paper.lawyer} 签名", final=True),)


def record_html(paper: RecordPaper) -> str:
    """The form as HTML."""
    return fill(
        "documents/consultation.html",
        paper=paper,
        title=TITLE,
        lines=table_lines(rows(paper.content, paper.mode, paper.at, paper.zone)),
        sections=sections(paper.content),
        notes=(FREE, NATURE, RATING),
        keep=_keep,
        ink=False,
        field=FIELD,
        qr=segno.make(paper.verify_url, error="m").svg_data_uri(border=0),
    )


def record_pdf(paper: RecordPaper) -> bytes:
    """The frozen form, with the empty place to sign."""
    return render(
        record_html(paper), stylesheets=DOCUMENT_STYLES, title=f"{TITLE} {paper.number}", fields=fields(paper)
    )


def _keep(text: str) -> Markup:
    """Numbers, names of laws and articles each on one line."""
    pieces = UNBROKEN.split(text)
    pieces[1::2] = [Markup('<span class="keep">{}</span>').format(piece) for piece in pieces[1::2]]
    return Markup("").join(map(escape, pieces))
