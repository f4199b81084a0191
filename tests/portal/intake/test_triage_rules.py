"""Plain, colloquial, misspelt and English messages find their class, and say which words led there."""

import pytest

from portal.directory.taxonomy.rules import load
from portal.intake.triage.rules import MOST, suggest

FIRST = [
    ("0102", "我想离婚，他就是拖着不去民政局签字"),
    ("0104", "离婚以后他一分钱抚养费都不给，孩子跟着我"),
    ("0105", "离婚了前婆婆把门一关，不让我看孩子"),
    ("0106", "三个儿子轮着养老娘，轮到老三就不让进门"),
    ("0108", "父亲走了没留遗嘱，存折在大哥手里，两个姐姐也要分"),
    ("0110", "亲事黄了，六万彩礼和三金女方不退"),
    ("0201", "楼上半夜剁馅拖椅子，吵得我睡不着"),
    ("0202", "卫生间顶上一直滴水，楼上说不是他家漏的"),
    ("0204", "他家垒墙把巷子堵了，我的三轮进不去"),
    ("0208", "隔壁遛狗从来不拴绳，见人就扑"),
    ("0305", "租房到期，房东说墙脏了，押金不退"),
    ("0308", "说好去年交房，楼盖到一半停工了，开发商不露面"),
    ("0312", "电梯坏了半个月没人修，物业费倒是催得勤"),
    ("0317", "暖气不热，屋里才十四度，取暖费照收"),
    ("0401", "表弟借我三万买车，打了欠条，现在一催就不接电话"),
    ("0408", "跟朋友合伙开饭馆，账不给我看，说亏了不分钱"),
    ("0409", "替同学在银行做担保，他跑了，银行找我还"),
    ("0414", "交了加盟费，总部说好的培训一次没有，要退费不给退"),
    ("0416", "转账点错了人，多转了五千，对方不还"),
    ("0606", "遛弯让狗咬了，针钱狗主人不出"),
    ("0701", "包工头欠我们八个人的工钱，工地上干了半年"),
    ("0702", "饭店关门了，还欠我两个月工资"),
    ("0705", "干了九年，老板一句话就把我辞退了，没给补偿"),
    ("0706", "上班时机器压断手指，厂里不给报工伤"),
    ("0709", "离职一个月了，公司扣着毕业证不给离职证明"),
    ("0711", "怀孕三个月被公司辞退"),
    ("0801", "他家年年往我地里多犁一垄，田埂都快没了"),
    ("0810", "我是外嫁女，户口没迁，村里分红没我的份"),
    ("0811", "修高速征了我家四亩地，补偿太低"),
    ("0901", "骑三轮被轿车撞了，腿骨折住院，司机不垫钱"),
    ("0902", "停着的车被追尾，修车钱他不认"),
    ("0907", "手术以后胳膊抬不起来，医院说签过字"),
    ("1003", "健身房办了年卡，关门跑路了，卡里的钱不退"),
    ("1006", "培训班上了一半跑路了，学费不退"),
    ("1008", "网购的鞋发错了，卖家不给退款"),
    ("1014", "业务员说是存款，其实是保险，现在退保要扣一半"),
    ("1016", "网上刷单被骗了两万，能追回来吗"),
    ("1101", "楼下烧烤店油烟太大，窗户都不敢开"),
    ("1107", "老人一个人生活困难，想申请低保"),
    ("1109", "孩子两岁了还没上户口，需要什么材料"),
    ("1112", "法院判了两年，对方就是不给钱，执行不了"),
    ("1202", "没钱请律师，听说有法律援助"),
    ("1203", "我不识字，想请人帮着写个起诉状"),
    ("1205", "心里堵得慌，整夜睡不着，想找人聊聊"),
    ("1206", "不想活了，药都攒好了"),
    ("1207", "孩子厌学，天天玩手机，一说就顶嘴"),
    ("0305", "my landlord won't return the deposit"),
    ("0401", "I lent my cousin 20,000 yuan and he will not pay me back"),
    ("0702", "my boss has not paid my salary for three months"),
    ("0202", "water is leaking through my ceiling from the flat above"),
    ("1003", "the gym closed down and my membership card still has money on it"),
    ("0606", "a dog bit me and the owner refuses to pay"),
]


@pytest.mark.parametrize(("code", "text"), FIRST)
def test_the_class_comes_first(code: str, text: str) -> None:
    assert suggest(text).candidates[0].code == code


@pytest.mark.parametrize(
    ("code", "typed", "quoted"),
    [
        ("0305", "房东不退压金", "压金"),
        ("0110", "财礼八万，女方反悔了不退", "财礼"),
        ("0106", "儿子不尽瞻养义务，老人没人管", "瞻养"),
        ("0706", "厂里不认公伤，手指头压断了", "公伤"),
    ],
)
def test_a_slip_is_understood_and_quoted_as_written(code: str, typed: str, quoted: str) -> None:
    best = suggest(typed).candidates[0]
    assert best.code == code
    assert any(quoted in words for words in best.matched)


@pytest.mark.parametrize("text", [text for _, text in FIRST] + ["欠 钱 不 还", "邻居ＴＡ家漏水了"])
def test_every_candidate_shows_words_of_the_message(text: str) -> None:
    suggestion = suggest(text)
    assert 1 <= len(suggestion.candidates) <= MOST
    for candidate in suggestion.candidates:
        assert candidate.score > 0
        assert all(part in text for words in candidate.matched for part in words.split("…"))
    assert suggestion.candidates[0].matched


def test_candidates_stand_best_first_and_once_each() -> None:
    suggestion = suggest("离婚了，孩子归谁，房子怎么分，他还欠着债")
    scores = [candidate.score for candidate in suggestion.candidates]
    assert scores == sorted(scores, reverse=True)
    assert len({candidate.code for candidate in suggestion.candidates}) == len(scores)


def test_department_and_limit_are_those_of_the_best_class() -> None:
    suggestion = suggest("楼下烧烤店油烟太大，窗户都不敢开")
    best = load().minor(suggestion.candidates[0].code)
    assert suggestion.limit == best.limit == "7wd"
    assert suggestion.departments == ("综合执法局", "生态环境局", "街道")


@pytest.mark.parametrize("text", ["", "？？", "。", "哦", "12345"])
def test_where_nothing_is_understood_staff_choose(text: str) -> None:
    suggestion = suggest(text)
    assert suggestion.candidates == ()
    assert (suggestion.service, suggestion.departments, suggestion.limit) == ("L", (), "")


@pytest.mark.parametrize(
    ("service", "text"),
    [
        ("M", "楼上漏水把我家墙泡了，找他三次都不理"),
        ("M", "房东不退押金"),
        ("T", "包工头欠我们八个人的工钱，工地上干了半年"),
        ("L", "请问夫妻共同财产离婚时怎么分割"),
        ("L", "律师您好，公司没签劳动合同违法吗"),
        ("P", "心里堵得慌，想找人聊聊"),
        ("R", "孩子还没上户口，需要什么材料"),
        ("R", "老公又动手打我，我想离婚"),
    ],
)
def test_the_service_asked_for(service: str, text: str) -> None:
    assert suggest(text).service == service


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("1206", "两家为嫁妆吵，她要跳楼"),
        ("1208", "他说不还钱就砍死我全家"),
        ("0116", "我想离婚，他又动手打我"),
    ],
)
def test_danger_is_among_the_classes(code: str, text: str) -> None:
    suggestion = suggest(text)
    assert suggestion.danger
    assert suggestion.danger_matched
    assert code in [candidate.code for candidate in suggestion.candidates[:3]]


def test_the_same_text_gives_the_same_answer() -> None:
    text = "物业费交着，电梯坏了没人修"
    assert suggest(text) == suggest(text)


def test_longest_word_wins() -> None:
    """离婚冷静期 speaks once, for divorce; the 离婚 within it says nothing more of its own."""
    matched = suggest("离婚冷静期").candidates[0].matched
    assert "离婚冷静期" in matched
    assert "离婚" not in matched
