"""What clerk, dispatcher, mediator and the other side do between the filing and two free wills, each at a screen."""

from playwright.sync_api import Browser

from mediation.consents.wording import RIGHTS
from tests.browser import town
from tests.browser.house import House
from tests.browser.screen import Screen

FOUR = ("为什么找我？", "是真的吗？", "不理会怎样？", "可以拒绝吗？")
SECRETS = (town.STORY, town.APPLICANT, "0201", "漏水")


def triaged_and_assigned(house: House, browser: Browser, locale: str, code: str) -> None:
    """By the clerk and the dispatcher."""
    with town.at_work(browser, house, locale, "clerk") as clerk:
        triages(clerk, code)
    with town.at_work(browser, house, locale, "dispatcher") as dispatcher:
        dispatcher.go(town.matter_page(house, code))
        dispatcher.follow("去分派")
        dispatcher.choose("mediator 同志")
        dispatcher.press("分派")
        dispatcher.sees("已分派。调解员确认没有利害关系后才能打开案情。")


def triages(clerk: Screen, code: str) -> None:
    """Finds it in the docket, sees what the machine proposes and from which words, and decides."""
    clerk.go("/docket")
    clerk.fill("案件编码或当事人姓名", code)
    clerk.press("查找")
    clerk.follow(code)
    clerk.follow("去分类")
    clerk.sees("系统建议（由您决定）")
    clerk.sees("漏水")
    clerk.choose("以上都没有")
    clerk.press("确认分类")
    clerk.sees("分类已确认。")


def declares(mediator: Screen, code: str) -> None:
    """Code, class and names, but not the story, before the word is given that there is no conflict of interest."""
    assert mediator.status_of(town.matter_page(mediator.house, code)) == 404
    mediator.go("/cases")
    card = mediator.page.locator("li.card-act").filter(has_text=code)
    card.get_by_role("link").click()
    mediator.title("有没有利害关系")
    mediator.sees(town.RESPONDENT)
    mediator.does_not_see(town.STORY)
    mediator.choose("没有，我可以公正办理")
    mediator.press("确认")
    mediator.sees("已记录。现在可以打开案卷，联系各方。")


def invites(mediator: Screen) -> str:
    """Checks how the other side is reached, and writes; answers where the case is."""
    mediator.follow("核对并邀请")
    assert mediator.field("对方的姓名或单位名称").input_value() == town.RESPONDENT
    mediator.choose("发短信")
    mediator.fill("电话", town.RESPONDENT_PHONE)
    mediator.press("发出邀请")
    mediator.sees("邀请已发出。链接 7 天内有效，也可以打印信件。")
    return mediator.page.url.removeprefix(mediator.house.url)


def comes_by_link(respondent: Screen, code: str) -> None:
    """The message says nothing of the matter; nor does the page behind the link before one has said who one is."""
    message = town.message_to(respondent, town.RESPONDENT, code)
    assert not [secret for secret in SECRETS if secret in message]
    respondent.go(town.link_in(message))
    respondent.title("请先确认是您本人")
    for secret in (*SECRETS, town.RESPONDENT):
        respondent.does_not_see(secret)
    respondent.fill("您的姓名（单位填名称）", "别人")
    respondent.fill("手机号后四位，或者信上的 6 位密码", town.RESPONDENT_PHONE[-4:])
    respondent.press("是我，继续")
    respondent.sees("填的内容对不上，请对照信或短信核对。名字要和信上写给您的一样。")
    respondent.fill("您的姓名（单位填名称）", town.RESPONDENT)
    respondent.fill("手机号后四位，或者信上的 6 位密码", town.RESPONDENT_PHONE[-4:])
    respondent.press("是我，继续")


def says_yes(party: Screen, *, invited: bool = True) -> None:
    """Four answers first for whoever was invited; the rights and the choice of the public only after a yes."""
    party.title("请您看一看，再决定")
    asked = party.page.get_by_role("heading", level=2).all_inner_texts()
    assert [question for question in FOUR if party.say(question) in asked] == (list(FOUR) if invited else [])
    party.does_not_see(town.STORY)
    party.choose("愿意调解")
    party.press("继续")
    for number in range(1, len(RIGHTS)):
        party.title(str(RIGHTS[number - 1].title))
        party.follow("下一条")
    party.title(str(RIGHTS[-1].title))
    party.follow("都看过了，去确认")
    party.title("愿意调解，请最后确认")
    party.choose("不公开：只有各方和调解员")
    party.choose("各条权利我都看过了，我自愿参加调解")
    party.press("确认，我愿意调解")
    party.sees("已记下：您愿意调解。您随时可以停下来。")
