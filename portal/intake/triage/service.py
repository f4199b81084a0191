"""Which service a message asks for first: to have a matter settled, or to be told what the law says."""

import re

from portal.directory.taxonomy.rules import MinorClass, Service

SHORT = 70
"""A message of at most so many characters that ends in a question is a question, not a story."""

# Words of somebody who asks about the law.
_OF_LAW = re.compile(
    "请问|咨询|律师|法律|合法|违法|犯法|是否|如何|怎样|有权|权益|维权|标准|应诉|传票|起诉|诉讼|仲裁|刑|想问|想知道"
    "|属于|有什么风险|需要什么|问下|问一下|依法|共同财产|合理吗|有效吗|责任吗|应该吗|判(?!断)"
    r"|is it legal|is this legal|my rights|the law\b|what should i do|can i sue"
)
_QUESTION = re.compile("吗|呢|多少|多久|几年|怎么|咋办|哪里|可不可以|[?？]")
# Words of somebody whom another refuses, or who wants the two brought together.
_TO_SETTLE = re.compile("不退|不还|不给|不理|不管|不认|不让|不赔|要不回|劝|调解|坐下来|说和|骗我|骗了我|赔我|没调解")

# What an office decides stays with it, whatever is asked: papers and benefits, fraud to be reported at once.
_OFFICES = frozenset({"0302", "1004", "1005", "1006", "1016", "1107", "1108", "1109", "1110"})


def suggested_service(text: str, minor: MinorClass, danger: bool) -> Service:
    """The class says where its matters begin; danger and plain questions of law change that."""
    service = minor.service
    if danger:
        return service if service == "P" else "R"
    if service in "PL" or minor.code in _OFFICES or not _asks(text):
        return service
    if service in "MT" and _TO_SETTLE.search(text):
        return service
    return "L"


def _asks(text: str) -> bool:
    lowered = text.lower()
    return bool(_OF_LAW.search(lowered)) or (len(text) <= SHORT and bool(_QUESTION.search(lowered)))
