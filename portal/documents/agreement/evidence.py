"""How each test of a reliable electronic signature (电子签名法 art.13) is met, by what, and where the limits are."""

from portal.documents.agreement.clauses import chinese_date
from portal.documents.agreement.layout import groups
from portal.documents.agreement.records import EvidencePaper, SignerEvidence
from portal.documents.agreement.stamps import chinese_time
from portal.documents.agreement.wording import Rows

#: Test of the law, how it is met here, and what proves it.
RELIABILITY_TESTS = (
    (
        "第十三条第一款第（一）项：电子签名制作数据用于电子签名时，属于电子签名人专有",
        "每名签署人使用单独生成的私钥和单独签发的证书；当事人的私钥仅为本次签署生成，嵌入签名后即销毁，不保存、不复用。",
        "各签名所附证书（指纹见第二部分）；签署任务记录",
    ),
    (
        "第（二）项：签署时电子签名制作数据仅由电子签名人控制",
        "签署须由本人在经身份核验后，于本人设备或在工作人员见证下，以发送至本人（没有可用联系方式的，查看证件后当面交给本人）的一次性验证码确认并书写或键入签名；"
        "私钥在中心服务器上生成，仅由本人的上述签署行为启用。",
        "身份核验、验证码与签名的时间记录（见第二部分）",
    ),
    (
        "第（三）项：签署后对电子签名的任何改动能够被发现",
        "每个签名为符合 PAdES 的数字签名，逐次覆盖此前全部内容；最后的调委会签章锁定全文。",
        "文件内的数字签名；用任意支持 PDF 签名的软件可独立验证",
    ),
    (
        "第（四）项：签署后对数据电文内容和形式的任何改动能够被发现",
        "各方签署的是同一冻结版本，其哈希值在签署前已经固定；签署完成的文件整体登记哈希值，增删改任何一个字节均可发现。",
        "冻结版本与签署后文件的 SHA-256 值（见第一部分）；公开核验页面",
    ),
)


def document_rows(paper: EvidencePaper) -> Rows:
    """Which agreement this record is about."""
    day = paper.last_confirmation_day
    return (
        ("文书", f"人民调解协议书{paper.number}，第{paper.version}版"),
        ("生效时间", chinese_time(paper.effective_at, paper.zone)),
        ("司法确认最后一日", chinese_date(day) if day else "本协议不适用司法确认"),
    )


def signer_rows(signer: SignerEvidence, zone: str) -> Rows:
    """Everything known about one signer's acts, in the order in which they happened."""
    rows = (
        ("身份", signer.capacity),
        ("同意电子签名", chinese_time(signer.consented_at, zone) if signer.consented_at else ""),
        ("身份核验", f"{signer.identity_checked}，{chinese_time(signer.identity_checked_at, zone)}"),
        ("阅读文本", chinese_time(signer.read_at, zone) if signer.read_at else ""),
        ("签名方式", signer.mark),
        ("一次性验证码", signer.code_sent_to),
        ("签署时间", chinese_time(signer.signed_at, zone)),
        ("备注", signer.note),
        ("证书指纹", groups(signer.fingerprint)),
    )
    return tuple(row for row in rows if row[1])


def seal_rows(paper: EvidencePaper) -> Rows:
    """Who sealed for the committee, and when."""
    return (
        ("签章单位", paper.committee),
        ("操作人", paper.sealed_by),
        ("签章时间", chinese_time(paper.sealed_at, paper.zone)),
        ("证书指纹", groups(paper.seal_fingerprint)),
    )


def embedding_statement(paper: EvidencePaper) -> str:
    """Why the signing time inside the file is later than the time of each act."""
    return (
        f"全部签署行为完成后，系统于{chinese_time(paper.embedded_at, paper.zone)}将各签名依次嵌入文件，"
        "调委会签章最后嵌入。"
        "各签名字段所载的签名时间为嵌入时间；签署人实际签署的时间，以本记录和签名图样所载为准。"
    )


def authority_statement(paper: EvidencePaper) -> str:
    """Who issued the certificates, said plainly (电子签名法 art.16, 18)."""
    bought = (
        f"调委会签章使用的证书由电子认证服务机构“{paper.licensed_authority}”签发。" if paper.licensed_authority else ""
    )
    whose = "当事人和调解员" if bought else "当事人、调解员和调委会"
    return (
        f"{bought}本协议{whose}的证书由“{paper.authority}”自行签发。该机构不是依法取得电子认证许可的电子认证服务提供者，"
        "其证书不构成《电子签名法》第十六条所称的第三方认证；签名人身份由本记录所载的核验过程证明，"
        "签名是否可靠由第三部分所列事实综合认定。"
    )
