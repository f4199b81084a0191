"""Why a matter may not be accepted, with the article, and the routes that are named instead (domain §1.2, R-11)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.kernel.i18n import lazy as _l


@dataclass(frozen=True)
class Ground:
    """A ground for declining, its source, and the routes to name first."""

    words: Any
    source: Any
    routes: tuple[str, ...]


GROUNDS: Mapping[str, Ground] = {
    "special_organ": Ground(
        _l("法律规定只能由专门机关管辖，或者禁止民间调解"), _l("人民调解委员会组织与工作规范"), ("department", "court")
    ),
    "already_handled": Ground(
        _l("法院、公安或其他行政机关已经受理或解决"), _l("人民调解委员会组织与工作规范"), ("court", "police")
    ),
    "refused": Ground(_l("一方当事人明确拒绝调解"), _l("人民调解法第十七条"), ("court", "arbitration", "legal_aid")),
    "administrative": Ground(_l("属于行政争议"), _l("行政复议法、行政诉讼法"), ("review", "court", "legal_aid")),
    "petition": Ground(_l("属于涉法涉诉或信访专门渠道的事项"), _l("信访工作条例"), ("petition", "court")),
    "crime": Ground(_l("涉嫌犯罪，应由公安机关处理"), _l("人民调解法第二十五条"), ("police", "legal_aid")),
    "no_basis": Ground(
        _l("没有明确的对方当事人或具体的请求"), _l("人民调解委员会组织与工作规范"), ("legal_aid", "court")
    ),
}

ROUTES: Mapping[str, Any] = {
    "court": _l("向人民法院起诉：有管辖权的基层人民法院立案大厅，诉讼服务热线 12368"),
    "arbitration": _l(
        "劳动争议可以向劳动人事争议仲裁委员会申请仲裁（12333）；土地承包争议可以向农村土地承包仲裁委员会申请"
    ),
    "review": _l("对行政行为不服：六十日内可以向行政复议机关申请复议，咨询 12348"),
    "police": _l("涉及违法犯罪：拨打 110 或到就近派出所报案"),
    "petition": _l("信访事项：到县信访局或通过国家信访局网站提出"),
    "department": _l("由主管部门处理：拨打 12345，请他们转给负责的部门"),
    "legal_aid": _l("法律咨询和法律援助：拨打 12348，免费"),
}
