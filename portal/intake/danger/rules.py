"""Does a message tell of danger to life, body or a child, now or at home? Words first, then five plain questions."""

from dataclasses import dataclass

from portal.intake.danger import model, words
from portal.intake.danger.text import Folded, fold


@dataclass(frozen=True, slots=True)
class DangerScreen:
    """``matched``: the resident's own words, in the order they stand; ``kinds``: which dangers they tell of."""

    hit: bool
    matched: tuple[str, ...]
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One of the five questions asked of everybody at intake; a yes is as good as any word."""

    key: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Emergency:
    """A number that answers day and night, and what it is for."""

    number: str
    zh: str
    en: str


# The kinds of danger the words may tell of, as staff see them: 人民调解法 art.25; 反家庭暴力法 art.14;
# 未成年人保护法 art.11; 精神卫生法 art.28.
UNNAMED = "unnamed"
KINDS: dict[str, tuple[str, str]] = {
    "self_harm": ("可能自伤或轻生", "May harm themselves"),
    "threat": ("扬言伤人或正在受威胁", "Threat of harm to someone"),
    "home_violence": ("家庭暴力、虐待或拘禁", "Violence, abuse or confinement at home"),
    "child_harm": ("儿童受到伤害，或人身受到侵犯", "A child is hurt, or someone's body is violated"),
    "in_peril": ("有人危急或失踪", "Someone in peril or missing"),
    UNNAMED: ("措辞近似求助，请人工确认", "Reads like danger: a person must check"),
}

QUESTIONS: tuple[Question, ...] = (
    Question(
        "hurt_now", "现在有人受伤、正在挨打，或者身边不安全吗？", "Is anyone hurt, being hit or unsafe right now?"
    ),
    Question(
        "threat",
        "有人拿刀、汽油、火等威胁您或别人吗？",
        "Is anyone threatening you or others with a knife, petrol, fire or the like?",
    ),
    Question(
        "child_hurt",
        "有孩子，或者不能自理的人受到伤害吗？",
        "Is a child, or someone who cannot look after themselves, being hurt?",
    ),
    Question(
        "self_harm",
        "您或身边的人有不想活、伤害自己的念头吗？",
        "Do you or someone near you think of suicide or self-harm?",
    ),
    Question("missing_or_dead", "有人失踪、找不到了，或者已经出了人命吗？", "Is someone missing, or has someone died?"),
)

EMERGENCIES: tuple[Emergency, ...] = (
    Emergency(
        "110", "有人打人、威胁、闯入，或者有人失踪：报警", "Violence, threats, break-ins, a missing person: the police"
    ),
    Emergency(
        "120", "有人受伤、昏迷、吃了药或喝了农药：急救", "Injured, unconscious, took pills or poison: an ambulance"
    ),
    Emergency(
        "12356",
        "心里过不去、不想活：心理援助热线，全天有人接听",
        "Despair, thoughts of suicide: the psychological help line, day and night",
    ),
)


def screen(text: str) -> DangerScreen:
    """Words first; where they are silent, the model may still hear a danger told in other words."""
    folded = fold(text)
    clean = words.without_harmless(folded.text)
    found = sorted(set(words.find(clean)))
    if not found:
        return _overheard(folded, clean)
    longest = [one for one in found if not any(_inside(one, other) for other in found)]
    return DangerScreen(
        hit=True,
        matched=tuple(dict.fromkeys(folded.quote(start, end) for start, end, _ in longest)),
        kinds=tuple(kind for kind in KINDS if any(kind == other for _, _, other in found)),
    )


def _overheard(folded: Folded, clean: str) -> DangerScreen:
    alarm = model.alarm(clean)
    if alarm is None or (alarm.score < model.PASSAGE_THRESHOLD and words.denies(clean)):
        return DangerScreen(False, ())
    return DangerScreen(True, tuple(folded.quote(start, end) for start, end in alarm.spans), (UNNAMED,))


def _inside(one: words.Found, other: words.Found) -> bool:
    return other[0] <= one[0] and one[1] <= other[1] and other[1] - other[0] > one[1] - one[0]
