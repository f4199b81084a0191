"""What people read about agreements: states, marks, warnings, sentences of the story, notices."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import url_for

from mediation.agreements.models import Signer
from mediation.agreements.rules import pending_change
from portal.kernel.i18n import lazy as _l
from portal.matters.sentences import Next, Sentence
from portal.matters.words import OUTSIDE
from portal.notices.kinds import Kind
from portal.notices.models import Notice

STATES: Mapping[str, tuple[str, Any]] = {
    "drafting": ("doing", _l("正在起草")),
    "signing": ("waiting", _l("正在签署")),
    "effective": ("done", _l("已经生效")),
    "abandoned": ("stopped", _l("没有达成，已放弃")),
}
VERSION_STATES: Mapping[str, tuple[str, Any]] = {
    "rendering": ("doing", _l("正在生成文件，通常一分钟内")),
    "failed": ("danger", _l("文件没有生成成功")),
    "open": ("waiting", _l("等待各方阅读和签署")),
    "effective": ("done", _l("已经生效")),
    "superseded": ("stopped", _l("已收回，被新的一版取代")),
    "voided": ("stopped", _l("已作废")),
}
PATHS: Mapping[str, Any] = {"electronic": _l("电子签署"), "ink": _l("纸质签署")}

ROLES: Mapping[str, Any] = {"mediator": _l("人民调解员"), "recorder": _l("记录人")}
CLAUSES: Mapping[str, Any] = {
    "pay": _l("一次付款"),
    "instalments": _l("分期付款"),
    "deliver": _l("交付东西"),
    "act": _l("做一件事"),
    "refrain": _l("不再做某事"),
    "apologise": _l("赔礼道歉"),
    "other": _l("其他约定"),
}

WARNINGS: Mapping[str, Any] = {
    "no_debtor": _l("没有写由谁来做。"),
    "no_payee": _l("没有写付给谁、交给谁或向谁道歉。"),
    "same_person": _l("义务人和权利人是同一个人，请核对。"),
    "no_amount": _l("没有写金额。"),
    "no_date": _l("没有写到什么时候为止。内容不明确的协议，法院不予司法确认。"),
    "past_date": _l("日期已经过去了，请核对。"),
    "parts_order": _l("分期的日期有重复或先后颠倒，请核对。"),
    "unclear": _l("有“尽快、适当、左右”之类说不清楚的词，请写成具体的日期、数额或标准。"),
    "deposit": _l("“定金”适用双倍返还的罚则，“订金”不适用。请核对用的是哪一个。"),
    "support": _l("父母对子女是“抚养”，夫妻之间是“扶养”，子女对父母是“赡养”。请核对用词。"),
    "typed_amount": _l("文字里写了金额。金额请填在金额栏，由系统同时写成大写和小写。"),
    "no_remedy": _l("分期付款没有写某一期逾期怎么办。"),
    "unlawful": _l("有限制起诉、报警、举报或人身自由的内容，这样的约定无效。"),
    "long_number": _l("有很长的号码（例如银行账号）。完整号码不要写在协议正文里。"),
    "minor_debtor": _l("义务人未成年，由监护人承担责任，请核对由谁履行。"),
}

MARKS: Mapping[str, Any] = {
    "drawn": _l("手写电子签名"),
    "typed": _l("键入姓名签名"),
    "seal": _l("数字签章"),
    "ink": _l("亲笔签名"),
    "fingerprint": _l("按指印"),
    "stamp": _l("盖章"),
}
CONFIRMED: Mapping[str, Any] = {
    "screen": _l("本人在网上确认过"),
    "paper": _l("本人在纸上读过并确认"),
    "aloud": _l("读给本人听，本人确认"),
}
LACKS: Mapping[str, Any] = {
    "confirm": _l("还没有确认这一版的内容"),
    "change": _l("请求修改，还没有解决"),
    "identity": _l("还没有核对身份"),
    "mark": _l("还没有登记签名或印章"),
}
"""What a sheet still needs before it can be attested (gates.lacks)."""

LACKING: Mapping[str, Any] = {
    "id_number": _l("证件号码"),
    "gender": _l("性别"),
    "born_on": _l("出生日期"),
    "address": _l("住址"),
    "uscc": _l("统一社会信用代码"),
    "legal_representative": _l("由谁代表（姓名）"),
}
"""What may be missing of a party (portal.people.persons.rules.NEEDED)."""

IDENTITY: Mapping[str, Any] = {
    "id_seen": _l("工作人员当面看过证件"),
    "code": _l("本人登记的联系方式收到验证码"),
    "guardian": _l("监护人到场，工作人员看过监护人的证件"),
    "legal": _l("工作人员看过代表人的证件和身份证明书"),
}


def standing_of(signer: Signer) -> tuple[str, Any]:
    """How far somebody has come: shape and word."""
    if pending_change(signer.confirmed_at, signer.change_at):
        return "danger", _l("请求修改")
    if signer.withdrawn:
        return "danger", _l("已撤回电子签名，要在纸上签")
    if signer.marked_at is not None:
        return "done", _l("已签")
    if signer.wants_ink:
        return "waiting", _l("想在纸上签")
    if signer.confirmed_at is not None:
        return "doing", _l("已确认内容，还没有签")
    return "todo", _l("还没有签")


SENTENCES = {
    "agreement.frozen": Sentence(_l("协议书%(number)s（第 %(edition)s 版）已定稿，请各方阅读。")),
    "agreement.reopened": Sentence(_l("协议书第 %(edition)s 版收回修改，原来的确认和签名都作废。"), kind="stopped"),
    "agreement.one_signed": Sentence(_l("协议书上又多了一个签名，还差 %(left)s 个（包括调委会盖章）。")),
    "agreement.effective": Sentence(_l("协议书%(number)s已经生效。")),
    "next.agreement_sign": Next(
        _l("请各方阅读协议书，没有意见就签名；都签完后调解员签名、调委会盖章，盖章时生效。"),
        _l("等各方阅读、签名"),
        within=5,
    ),
    "next.agreement_ink": Next(
        _l("请各方阅读协议书；调解员会约大家在纸上签名、按指印，调委会盖章时生效。"),
        _l("约各方在纸上签名、按指印"),
        within=5,
    ),
    "next.agreement_seal": Next(_l("各方都签了，等调委会盖章；盖章时协议生效。"), _l("核对并盖章"), within=2),
    "next.agreement_draft": Next(_l("调解员正在修改协议书，改好后请各方重新阅读。"), _l("改好协议书再定稿"), within=3),
    "next.perform": _l("请按协议书约定的时间履行。"),
}


def _to_mine(_notice: Notice) -> str:
    return url_for("my_agreement.read")


def _to_papers(_notice: Notice) -> str:
    return url_for("papers.mine")


def _to_case(notice: Notice) -> str:
    return url_for("agreements.show", case_id=uuid.UUID(notice.params["case"]))


def _to_seal(notice: Notice) -> str:
    return url_for("agreement_acts.seal", case_id=uuid.UUID(notice.params["case"]))


NOTICES = (
    Kind("agreement.to_read", page=_l("协议书第 %(edition)s 版可以看了。没有意见就确认并签名，有意见可以请求修改。"),
         outside=OUTSIDE, where=_to_mine),
    Kind("agreement.confirmed_for", outside=OUTSIDE, where=_to_mine,
         page=_l("工作人员登记了：您读过（或听过）协议书第 %(edition)s 版并且同意。"
                 "如果不是这样，请马上打电话给我们，或者打开协议书请求修改。")),
    Kind("agreement.reopened", outside=OUTSIDE, where=_to_mine,
         page=_l("协议书第 %(edition)s 版已收回修改，您对它的确认和签名都作废，改好后会再请您看。")),
    Kind("agreement.effective", page=_l("协议书%(number)s已经生效，请按约定履行。"), outside=OUTSIDE, where=_to_papers),
    Kind("agreement.effective_confirmable",
         page=_l("协议书%(number)s已经生效，请按约定履行。双方可以一起申请司法确认，最后一日是 %(last_on)s。"),
         outside=OUTSIDE, where=_to_papers),
    Kind("agreement.change_asked", page=_l("%(code)s 有一方请求修改协议书，请看写了什么。"), where=_to_case),
    Kind("agreement.ink_preferred", page=_l("%(code)s 有一方想在纸上签协议书。"), where=_to_case),
    Kind("agreement.esign_withdrawn", where=_to_case,
         page=_l("%(code)s 有一方签名以后撤回了电子签名，这一版不能盖章，请改为纸质签署。")),
    Kind("agreement.outdated", where=_to_case,
         page=_l("%(code)s 看过的证件和协议书上写的不一样，或者要由监护人签：这一版不能再签。请收回，改好重新定稿。")),
    Kind("agreement.your_turn", page=_l("%(code)s 各方都签了协议书，请您签名。"), where=_to_case),
    Kind("agreement.to_seal", page=_l("%(code)s 的协议书等待盖章。"), where=_to_seal),
    Kind("agreement.in_force", page=_l("%(code)s 的协议书已经生效。"), where=_to_case),
    Kind("agreement.print_failed", page=_l("%(code)s 的协议书没有生成成功，请看原因。"), where=_to_case),
)  # fmt: skip

ACTS: Mapping[str, Any] = {
    "agreement.drafted": _l("改了协议草稿"),
    "clause.changed": _l("改了这一条"),
    "clause.overruled": _l("写了保留这一条的理由"),
}
"""Acts of the record, where a page that shows an older state says what has happened since."""
