"""Danger is heard in plain and indirect words, in both languages, and harmless look-alikes pass."""

import pytest

from portal.intake.danger import model
from portal.intake.danger.rules import EMERGENCIES, KINDS, QUESTIONS, UNNAMED, screen
from portal.intake.triage import danger_training

TOLD = {
    "self_harm": [
        "不想活了",
        "走不出来了，想一了百了",
        "日子没盼头，死了算了",
        "我想从桥上跳下去",
        "她把一瓶安眠药全吃了",
        "儿子在天台上坐着不肯下来",
        "遗书都写好了",
        "我手上都是自己割的口子",
        "她走了，我就想去陪她",
        "喝农药的心都有了，瓶子就在手边",
        "我就是个累赘，不如死了干净",
        "我妈昨晚上吊了，刚救下来",
        "I want to kill myself",
        "she keeps saying she would be better off dead",
        "I took all my pills an hour ago",
    ],
    "threat": [
        "大家都别想好过",
        "同归于尽",
        "他说要砍死我全家",
        "要不到工钱我就提汽油去项目部",
        "谁敢拦就砍谁，他们都带着家伙",
        "前男友威胁说要弄死我",
        "他提着菜刀在我家门口转",
        "逼急了我一把火把店烧了",
        "对方叫了一车人拿着钢管来打人",
        "他放话要打断我儿子的腿",
        "要跟村长拼了这条命",
        "我要让他血债血偿",
        "he said he will kill me if I leave",
        "a man with a knife is outside my door",
        "they threatened to burn down our house",
    ],
    "home_violence": [
        "昨晚丈夫又动手打我",
        "丈夫喝醉了就打人，娃都不敢睡",
        "三年前我爸打过我妈，打得下不了床",
        "他掐我脖子，我连夜跑回娘家",
        "被家暴好几年了",
        "儿媳妇把婆婆锁在柴房里不给饭吃",
        "我男人拿皮带抽我和孩子",
        "继父老打我",
        "my husband beats me when he is drunk",
        "my father hits my mother",
    ],
    "child_harm": [
        "孩子午睡回来说阿姨拿针扎他",
        "闺女哭着说舅公摸她下面",
        "儿子放学被一帮高年级的拖到巷子里打",
        "室友逼我家孩子下跪扇耳光",
        "小孙女被人猥亵",
        "my son is bullied every day at school",
        "the coach touched my daughter",
    ],
    "in_peril": [
        "奶奶在厕所滑倒了，怎么喊都叫不醒",
        "孩子放学到现在没回家，电话关机",
        "老人有痴呆，昨天走失了，帮忙找找",
        "人躺在地上没呼吸了",
        "血止不住，怎么办",
        "my daughter has not come home since yesterday",
        "he is unconscious and not breathing",
    ],
}
PASSES = [
    "跳楼价甩卖，买回来是坏的",
    "气死我了，物业又停水",
    "我没想过死，就是心里闷",
    "从来没想过自杀",
    "半夜放炮差点吓死我",
    "打死我也不按这个手印",
    "累死了，跑了三趟没办成",
    "他死活不认账",
    "巷子让他堵成死胡同了",
    "玩命干了一年，年终奖没了",
    "网恋遇上杀猪盘，钱没了",
    "他砍了我家两棵枣树",
    "砍价砍得太狠，货款拖着不给",
    "游乐园的跳楼机停了不退票",
    "电视里放打打杀杀吵得睡不着",
    "电瓶爆炸把墙熏黑了，人没事",
    "网上买了套厨房刀具，少发一把",
    "除草剂飘过来把我家菜都弄死了",
    "老人去年去世了，房子怎么分",
    "工地上出过人命，后来赔了钱，现在工程款没结",
    "故意伤害罪一般判几年",
    "表哥杀人后自首会判死刑吗",
    "离婚可以，他从没动过手",
    "没有家暴，就是性格不合",
    "老公天天打麻将不管孩子",
    "他打电话骂我",
    "爸爸打官司输了",
    "孩子打疫苗哭得厉害",
    "孩子体育课摔断了胳膊",
    "被狗咬了，医药费谁出",
    "房东威胁要涨租",
    "他说要去法院告我",
    "老板跑了，电话关机，工钱没给",
    "儿子十年没回家，老人没人养",
    "汽油加错了，发动机坏了",
    "公司快撑不下去了，欠三个月工资",
    "救命钱都让他骗走了",
    "烧烤摊天天放煤气罐味道大",
    "These stairs are killing me and the lift is still broken",
    "my husband never hit me, we just argue",
    "he threatened to sue me",
    "the dog next door scares me to death",
    "I was hit by a car and the insurer refuses to pay",
    "",
]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in TOLD.items() for text in texts])
def test_danger_is_heard_and_named(kind: str, text: str) -> None:
    heard = screen(text)
    assert heard.hit
    assert kind in heard.kinds or UNNAMED in heard.kinds
    assert heard.matched


@pytest.mark.parametrize("text", PASSES)
def test_look_alikes_and_denials_pass(text: str) -> None:
    assert screen(text).matched == ()
    assert not screen(text).hit


def test_what_is_quoted_are_the_residents_own_words() -> None:
    heard = screen("说来话长：当家的　昨晚 掐我脖子！我没敢喊。")
    assert heard.matched
    assert all(words in "说来话长：当家的　昨晚 掐我脖子！我没敢喊。" for words in heard.matched)


def test_a_fear_is_not_a_denial() -> None:
    assert screen("她这样子不会自杀吧？").hit
    assert not screen("她不会自杀，就是爱发脾气").hit


def test_a_danger_that_is_denied_once_and_told_once_counts() -> None:
    assert screen("以前没有家暴，今年开始老公喝了酒就打我").hit


def test_one_sentence_of_a_long_story_is_enough() -> None:
    story = "我们两家为了地边吵了好几年，村里调解过三次，每次签了字又反悔。"
    assert not screen(story * 6).hit
    assert screen(story * 3 + "昨天他说要砍死我。" + story * 3).hit


def test_the_same_text_is_heard_the_same_way() -> None:
    assert screen("他提着菜刀在我家门口转") == screen("他提着菜刀在我家门口转")


def test_five_questions_and_three_numbers_in_both_languages() -> None:
    assert [question.key for question in QUESTIONS] == [
        "hurt_now",
        "threat",
        "child_hurt",
        "self_harm",
        "missing_or_dead",
    ]
    assert [number.number for number in EMERGENCIES] == ["110", "120", "12356"]
    assert all(one.zh and one.en.isascii() for one in QUESTIONS)
    assert all(number.zh and number.en.isascii() for number in EMERGENCIES)
    assert all(zh and en.isascii() for zh, en in KINDS.values())


@pytest.mark.slow
def test_the_shipped_model_is_what_training_gives() -> None:
    trained = danger_training.train(danger_training.examples(danger_training.sentences()))
    shipped = model.load()
    assert trained.pieces.keys() == shipped.pieces.keys()
    assert trained.pieces == pytest.approx(shipped.pieces, abs=0.011)
    assert trained.bias == pytest.approx(shipped.bias, abs=0.011)


def test_no_sentence_of_these_tests_trained_the_model() -> None:
    trained = {text for _, text in danger_training.sentences()}
    assert not trained & {text for texts in TOLD.values() for text in texts}
    assert not trained & set(PASSES)
