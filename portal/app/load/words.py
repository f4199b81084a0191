"""Made-up people, places and stories: what a loaded county is filled with."""

from random import Random
from typing import NamedTuple

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
FIRST = "青禾春秋云山石田溪岭松柏晴霜晨暮满盈丰裕安宁和顺平正守望知行思远"
SECOND = "来生根苗花枝叶果林泉河湾舟桥路亭台楼台门窗灯火星月明朗光辉福寿"
ROADS = ("人民路", "东风街", "河沿巷", "槐树坪", "石桥村", "南坡新村", "柳林屯", "西关大街", "果园路", "北塘里")
FIRMS = ("丰禾物业服务有限公司", "青石建材有限公司", "远溪运输有限公司", "满仓农资经营部", "晴岭餐饮有限公司")
TIMES = ("上个月", "今年春天", "去年年底", "上星期三", "半年前", "前天晚上")


class Story(NamedTuple):
    """What somebody says happened; ``{when}``, ``{sum}`` and ``{other}`` are filled in."""

    class_code: str
    text: str
    wish: str


STORIES = (
    Story("0202", "{when}楼上{other}家的水管裂了，水漏下来把我家客厅的墙泡坏了，找了三次都不理。", "赔我{sum}元修墙。"),
    Story("0201", "{other}家半夜拖桌子、放音响，{when}开始天天这样，我母亲心脏不好，睡不着觉。", "晚上十点以后安静。"),
    Story("0207", "小区里没有固定车位，{when}{other}把车横在我家门口，我送孩子上学出不去。", "不要再堵门。"),
    Story("0204", "{other}在两家之间的过道上砌了墙，{when}起我家的三轮车进不了院子。", "把路让出来。"),
    Story("0208", "{when}{other}家的狗没有拴绳，把我孩子吓倒摔破了膝盖，花了{sum}元医药费。", "赔医药费。"),
    Story("0305", "我租{other}的房子，{when}到期搬走了，押金{sum}元一直不退，说墙上有印子。", "退押金。"),
    Story("0310", "{other}给我家盖房，{when}完工，二层楼板开裂，尾款{sum}元我不敢付。", "修好再付款。"),
    Story("0312", "物业费一年比一年高，楼道灯坏了没人修，{when}{other}还把我告到了单位，说我欠{sum}元。", "先修后交。"),
    Story("0318", "装修公司{other}拿了定金{sum}元，{when}就不来干活了，电话也不接。", "退定金。"),
    Story("0401", "{when}{other}向我借了{sum}元，打了借条，说好三个月还，到现在一分也没有还。", "还钱。"),
    Story("0402", "我给{other}送了一批货，{when}对过账，还欠货款{sum}元，每次都说下个月给。", "付清货款。"),
    Story("0412", "{when}在{other}那里买的种子，出苗不到三成，误了一季，损失{sum}元。", "赔偿损失。"),
    Story("0415", "订酒席交了定金{sum}元，{when}家里有事办不成了，{other}说定金一概不退。", "退一半。"),
    Story("0504", "天旱轮水，{when}{other}半夜把水改到自己地里，我家的玉米旱死了两亩。", "按次序放水。"),
    Story("0601", "{when}为了晒场跟{other}吵起来，被推了一下，手腕骨折，医药费{sum}元。", "赔医药费和误工费。"),
    Story("0603", "{other}倒车撞坏了我家的院墙和大门，{when}说好来修没有来，要{sum}元才修得好。", "修好院墙。"),
    Story("0606", "{when}被{other}家的羊顶倒，腰伤了，住院花了{sum}元。", "赔住院费。"),
    Story("0702", "在{other}那里干了四个月，{when}老板关了店，还欠工资{sum}元。", "要回工资。"),
    Story("0705", "{when}{other}突然让我不用来上班了，没有理由也没有补偿，我干了六年。", "给经济补偿。"),
    Story("0714", "给{other}家摘果子，说好一天两百，{when}干完了只给一半，还差{sum}元。", "付清工钱。"),
    Story("0801", "{when}{other}翻地的时候把地界石挪了，占了我家承包地一垄多。", "恢复地界。"),
    Story("0802", "承包地转包给{other}种了，{when}该付的租金{sum}元没有付，地也不还。", "付租金或者还地。"),
    Story("0901", "{when}骑车被{other}的小轿车碰倒，交警认定对方全责，医药费和误工费{sum}元没有谈拢。", "按责任赔偿。"),
    Story("0902", "{when}在路口和{other}的货车追尾，修车{sum}元，保险只肯赔一部分。", "赔足修车费。"),
    Story("0908", "{when}在{other}看病，收费单上有没做的检查，说多收的{sum}元退不了。", "退多收的钱。"),
    Story("1001", "{when}在{other}买的冰箱用了两个月就不制冷，修了三次还是坏，{sum}元白花了。", "换一台。"),
    Story("1006", "给孩子报了{other}的班，{when}搬走了，剩下的课时费{sum}元不退。", "退剩下的费用。"),
    Story("0106", "老人今年八十，{when}起{other}不再出赡养费，看病住院都是我一个人管。", "大家分担。"),
    Story("0110", "订婚给了彩礼{sum}元，{when}婚事不成了，{other}家说不退。", "退彩礼。"),
    Story("0109", "父母留下的老屋，{when}{other}自己翻修住了进去，不认别人有份。", "分清各人的份。"),
)  # fmt: skip

DANGER = Story("0211", "{when}{other}喝了酒堵在我家门口骂，说要杀了我全家，我现在不敢出门。", "不要再来闹。")


def natural_name(draw: Random) -> str:
    """Somebody who does not exist."""
    given = draw.choice(FIRST) + (draw.choice(SECOND) if draw.random() < 0.85 else "")
    return draw.choice(SURNAMES) + given


def fake_phone(draw: Random) -> str:
    """A number that nobody has: 13x 0000 xxxx."""
    return f"13{draw.randrange(10)}0000{draw.randrange(10_000):04}"


def fake_address(draw: Random) -> str:
    """A road of the made-up county."""
    return f"青禾县{draw.choice(ROADS)}{draw.randrange(1, 300)}号"


def told(draw: Random, story: Story, other: str) -> str:
    """A story with its time, sum and the other side filled in."""
    return story.text.format(when=draw.choice(TIMES), sum=draw.randrange(3, 600) * 100, other=other)
