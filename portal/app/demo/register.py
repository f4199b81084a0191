"""The register of the county: its places, its centre, its committees, the bodies beside them, their rooms."""

from dataclasses import dataclass

from portal.directory.organisations.models import Area, Organisation
from portal.directory.organisations.services import add_area, add_organisation, add_venue
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM

COUNTY = "990101"
"""No code of a real place begins with 99: by it the demonstration is known."""

AREAS = (
    ("99", "province", "示范省", "Sample Province", None),
    ("9901", "prefecture", "示范市", "Sample City", "99"),
    (COUNTY, "county", "青禾县", "Qinghe County", "9901"),
    ("990101100", "township", "城关镇", "Chengguan Town", COUNTY),
    ("990101100001", "village", "书院社区", "Shuyuan Community", "990101100"),
    ("990101100002", "village", "东门社区", "Dongmen Community", "990101100"),
    ("990101101", "township", "港头镇", "Gangtou Town", COUNTY),
    ("990101101001", "village", "渔港社区", "Yugang Community", "990101101"),
    ("990101101201", "village", "后澳村", "Hou'ao Village", "990101101"),
    ("990101200", "township", "云岭乡", "Yunling Township", COUNTY),
    ("990101200201", "village", "上坪村", "Shangping Village", "990101200"),
    ("990101200202", "village", "竹坑村", "Zhukeng Village", "990101200"),
)
"""Code, level, names, the place above."""

WEEK = {str(day): [["08:30", "12:00"], ["14:30", "17:30"]] for day in range(1, 6)}


@dataclass(frozen=True)
class Body:
    """One organisation of the register; ``key`` is how stories call it."""

    key: str
    kind: str
    area: str
    names: tuple[str, str]
    short: str
    phone: str
    address: tuple[str, str]
    sector: str | None = None
    rooms: tuple[tuple[str, str, int], ...] = ()


CENTRE = Body(
    "centre", "center", COUNTY, ("青禾县社会治安综合治理中心", "Qinghe County Centre"), "青禾", "0900-1230000",
    ("青禾县城关镇书院路18号", "18 Shuyuan Road, Chengguan, Qinghe County"),
    rooms=(
        ("第一调解室", "Mediation room 1", 8),
        ("第二调解室", "Mediation room 2", 6),
        ("圆桌会议室", "Round-table room", 16),
    ),
)  # fmt: skip

BODIES = (
    Body(
        "gangtou", "committee", "990101101", ("港头镇人民调解委员会", "Gangtou Town Mediation Committee"), "港头",
        "0900-1230101", ("青禾县港头镇渔港路6号", "6 Yugang Road, Gangtou, Qinghe County"), "township",
        (("港头调解室", "Gangtou mediation room", 10),),
    ),
    Body(
        "chengguan", "committee", "990101100", ("城关镇人民调解委员会", "Chengguan Town Mediation Committee"), "城关",
        "0900-1230102", ("青禾县城关镇东门街31号", "31 Dongmen Street, Chengguan, Qinghe County"), "township",
        (("城关调解室", "Chengguan mediation room", 8),),
    ),
    Body(
        "shangping", "committee", "990101200201", ("上坪村人民调解委员会", "Shangping Village Mediation Committee"),
        "上坪", "0900-1230103", ("青禾县云岭乡上坪村1号", "1 Shangping Village, Yunling, Qinghe County"), "village",
        (("上坪村祠堂议事厅", "Shangping ancestral hall", 20),),
    ),
    Body(
        "labour", "committee", COUNTY, ("青禾县劳动争议人民调解委员会", "Qinghe Labour Mediation Committee"), "青劳",
        "0900-1230104", ("青禾县城关镇书院路20号二楼", "20 Shuyuan Road, 2nd floor, Qinghe County"), "labour",
        (("劳动争议调解室", "Labour mediation room", 8),),
    ),
    Body(
        "traffic", "committee", COUNTY, ("青禾县道路交通事故人民调解委员会", "Qinghe Road Traffic Mediation Committee"),
        "青道", "0900-1230105", ("青禾县城关镇环城路99号", "99 Huancheng Road, Qinghe County"), "traffic",
        (("交通事故调解室", "Traffic mediation room", 8),),
    ),
    Body(
        "medical", "committee", COUNTY, ("青禾县医疗纠纷人民调解委员会", "Qinghe Medical Mediation Committee"), "青医",
        "0900-1230106", ("青禾县城关镇杏林巷3号", "3 Xinglin Lane, Qinghe County"), "medical",
        (("医疗纠纷调解室", "Medical mediation room", 8),),
    ),
    Body(
        "justice", "department", COUNTY, ("青禾县司法局", "Qinghe Justice Bureau"), "青司", "0900-1230201",
        ("青禾县城关镇书院路20号", "20 Shuyuan Road, Qinghe County"),
    ),
    Body(
        "wages", "department", COUNTY, ("青禾县劳动保障监察大队", "Qinghe Labour Inspection"), "青监", "0900-1230202",
        ("青禾县城关镇书院路22号", "22 Shuyuan Road, Qinghe County"),
    ),
    Body(
        "court", "court", COUNTY, ("青禾县人民法院", "Qinghe County Court"), "青法", "0900-1230203",
        ("青禾县城关镇环城路1号", "1 Huancheng Road, Qinghe County"),
    ),
    Body(
        "prosecution", "department", COUNTY, ("青禾县人民检察院", "Qinghe County Procuratorate"), "青检",
        "0900-1230204", ("青禾县城关镇环城路3号", "3 Huancheng Road, Qinghe County"),
    ),
    Body(
        "police", "station", "990101101", ("青禾县公安局港头派出所", "Gangtou Police Station"), "港派", "0900-1230205",
        ("青禾县港头镇渔港路2号", "2 Yugang Road, Gangtou, Qinghe County"),
    ),
)  # fmt: skip


def enter(db: Db) -> dict[str, Organisation]:
    """Write the register down; answers the organisations by key."""
    areas: dict[str, Area] = {}
    for code, level, name_zh, name_en, above in AREAS:
        parent = areas[above] if above else None
        areas[code] = add_area(db, SYSTEM, code=code, level=level, name_zh=name_zh, name_en=name_en, parent=parent)
    centre = _add(db, CENTRE, areas, None)
    return {CENTRE.key: centre, **{body.key: _add(db, body, areas, centre) for body in BODIES}}


def _add(db: Db, body: Body, areas: dict[str, Area], centre: Organisation | None) -> Organisation:
    hours = WEEK if body.kind in ("center", "committee") else None
    row = add_organisation(
        db, SYSTEM, kind=body.kind, area=areas[body.area], names=body.names, short_name=body.short, phone=body.phone,
        addresses=body.address, center=centre, sector=body.sector, hours=hours,
    )  # fmt: skip
    for name_zh, name_en, seats in body.rooms:
        add_venue(db, SYSTEM, row, (name_zh, name_en), seats)
    return row
