"""Sentences and names that only counselling knows, and every shape in which they could lie somewhere."""

import base64
import html
import json
from collections.abc import Iterable, Iterator
from urllib.parse import quote

NAMES = ("夏侯映雪", "欧阳拾柒", "东方未晞", "慕容听潮", "尉迟小鹿", "南宫照野")
SENTENCES = (
    "我把那封信埋在了石榴树底下",
    "凌晨四点的冰箱声音像有人在叹气",
    "他们都说我笑起来像从前的人",
    "蓝色搪瓷缸子摔碎那天我就没再说话",
    "我数过阳台到地面一共有多少块砖",
    "外婆的毛线帽我一直戴到了五月",
    "那本没写完的账压在缝纫机下面",
    "只有下雨的时候我才敢哭出声",
    "班主任当着全班念了我的日记",
    "我怕电话铃，怕敲门，也怕安静",
    "弟弟不知道我把药倒进了花盆",
    "她临走前把钥匙留在鞋柜第三层",
    "我已经三个月没有照过镜子了",
    "梦里那条河总是往山上流",
    "我想把名字还给爸爸妈妈",
    "如果可以我想当一棵不用说话的树",
    "他摔门的时候杯子里的水会起皱",
    "我欠自己一个好好睡觉的晚上",
    "别人问起我就说在乡下养病",
    "我把微信头像换成了一片空白",
)
PHONES = ("13800007801", "13800008802", "13800009903")
MAILS = ("yingxue@mail.example",)
ALL = (*NAMES, *SENTENCES, *PHONES, *MAILS)


def shapes(word: str) -> Iterator[bytes]:
    """As text in the encodings of this country, escaped for JSON, HTML and addresses, in hex, and within base64."""
    yield from (word.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"))
    yield from (word.encode().hex().encode(), word.encode().hex().upper().encode())
    for encoding in ("utf-8", "utf-16-le"):
        yield from _in_base64(word.encode(encoding))
    escaped = json.dumps(word)[1:-1].encode()
    yield from (escaped, escaped.replace(b"\\", b"\\\\"))  # as it is, and in a dump
    yield quote(word).encode()
    yield quote(word).lower().encode()
    yield "".join(f"&#{ord(sign)};" for sign in word).encode()
    yield "".join(f"\\{byte:03o}" for byte in word.encode()).encode()
    yield html.escape(word).encode()


def _in_base64(raw: bytes) -> Iterator[bytes]:
    """Wherever it begins in a longer text: the part that does not depend on what stands around it."""
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + raw)
        yield coded[-(-before * 8 // 6) : (before + len(raw)) * 8 // 6]


NEEDLES = {shape: word for word in ALL for shape in shapes(word) if len(shape) >= 8}


def found(haystacks: Iterable[tuple[str, bytes]]) -> list[tuple[str, str]]:
    """Which of them stand where: (place, word)."""
    return sorted({(place, word) for place, hay in haystacks for shape, word in NEEDLES.items() if shape in hay})
