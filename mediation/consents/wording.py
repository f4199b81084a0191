"""What a party reads before answering: four questions and their answers, and the rights one by one (Appendix A.2).

A changed word is a new ``rules.RIGHTS_VERSION``. Each of the four answers has at most 250 characters in each language.
"""

from dataclasses import dataclass
from typing import Any

from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l

MOST = 250


@dataclass(frozen=True)
class Point:
    """One question or right, its words, and the article it follows."""

    title: Any
    text: Any
    source: Any = ""


@dataclass(frozen=True)
class Facts:
    """What the answers may say: who asks, who mediates where, what it is about in neutral words."""

    applicant: str
    committee: str
    mediator: str
    subject: str
    phone: str
    address: str


def four_answers(facts: Facts) -> list[Point]:
    """Why me, is it real, what if I do nothing, may I refuse."""
    return [
        Point(
            _("为什么找我？"),
            _(
                "%(applicant)s请%(committee)s帮忙，和您商量“%(subject)s”方面的事。"
                "对方说的不等于就是事实，您的说法同样重要。",
                applicant=facts.applicant, committee=facts.committee, subject=facts.subject,
            ),
        ),
        Point(
            _("是真的吗？"),
            _(
                "可以核实：打 %(phone)s 问调解员%(mediator)s，号码登在本站的“名册”里，也可以到%(address)s当面问。"
                "我们不收费，也绝不会要您转账。",
                phone=facts.phone, mediator=facts.mediator, address=facts.address,
            ),
        ),
        Point(
            _("不理会怎样？"),
            _("不会受罚，也不等于您承认什么。只是我们没法帮双方商量，对方可以去申请仲裁、找主管部门或者起诉。"),
        ),
        Point(
            _("可以拒绝吗？"),
            _("可以。调解全凭自愿，现在可以不同意，同意以后也随时可以停，都不用说理由，也不影响您以后打官司。"),
        ),
    ]  # fmt: skip


RIGHTS = (
    Point(
        _l("选择或者接受调解员"),
        _l("您可以接受现在的调解员，也可以请调委会换一位。"),
        _l("人民调解法第二十三条第一项"),
    ),
    Point(
        _l("接受、拒绝或者停止调解"),
        _l("开始前可以拒绝，开始后随时可以停下，不用说理由。"),
        _l("人民调解法第二十三条第二项"),
    ),
    Point(
        _l("要求公开或者不公开"),
        _l("不公开时只有各方和调解员在场；公开时亲友邻居可以旁听。只要有一方要求不公开，就不公开。"),
        _l("人民调解法第二十三条第三项"),
    ),
    Point(
        _l("自主表达、自愿达成协议"),
        _l("没有人可以强迫您说什么、答应什么。不满意就不签。"),
        _l("人民调解法第二十三条第四项"),
    ),
    Point(
        _l("要求调解员回避"),
        _l("调解员是另一方的亲属，或者有利害关系、有别的关系可能不公正，您可以要求回避，打调委会电话就行。"),
        _l("参照最高人民法院关于人民法院特邀调解的规定第十五条"),
    ),
    Point(_l("不收费"), _l("人民调解不收任何费用。"), _l("人民调解法第四条")),
    Point(
        _l("私谈和保密"),
        _l("调解员可以分别和每一方单独谈，另一方看不到谈了什么，也看不到谈过没有。私谈里的话和让步，没有各方同意不作为证据。"),
        _l("人民调解法第十五条、第二十二条"),
    ),
    Point(
        _l("您要做到的"),
        _l("如实说明情况；遵守现场秩序，尊重调解员；尊重对方行使权利。"),
        _l("人民调解法第二十四条"),
    ),
    Point(
        _l("协议的效力"),
        _l("调解协议有法律约束力。生效后三十日内，各方可以一起向法院申请司法确认；身份关系、权属确认除外。"),
        _l("人民调解法第三十一条、第三十三条"),
    ),
    Point(
        _l("别的路一直都在"),
        _l("调解不成，可以仲裁、找行政机关或者起诉，不受影响。"),
        _l("人民调解法第三条、第二十六条"),
    ),
)  # fmt: skip
"""The four rights of art.23, the three duties of art.24 and what Appendix A.2 asks for beside them."""
