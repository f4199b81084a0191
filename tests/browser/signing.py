"""From the draft to a file that a stranger finds genuine: mediator, both parties, the committee's head, anybody."""

import re
import subprocess
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser import town
from tests.browser.house import ONEDOOR
from tests.browser.screen import Screen, at_screen

FACTS = "2026年3月起，楼上漏水浸泡楼下客厅墙面，双方确认损失。"
IN_WORDS = "叁仟贰佰元伍角"


def drafts(mediator: Screen, page: str) -> None:
    """Facts, and one clause: who pays whom, how much, by when, how."""
    mediator.go(page)
    mediator.press("开始起草")
    mediator.follow("写事实与履行")
    mediator.fill("纠纷主要事实", FACTS)
    mediator.fill("争议事项", "赔偿金额")
    mediator.press("保存")
    mediator.follow("加一条")
    mediator.page.get_by_role("radio").first.check()
    mediator.field("由谁来做").select_option(label=town.RESPONDENT)
    mediator.field("给谁、向谁").select_option(label=town.APPLICANT)
    mediator.fill("内容", "墙面维修费")
    mediator.fill("金额（元）", "3200.50")
    mediator.choose("在某一天以前（含当天）")
    mediator.fill("哪一天", "2099-01-31")
    mediator.fill("方式", "银行转账")
    mediator.press("保存这一条")
    mediator.sees(IN_WORDS)


def freezes(mediator: Screen) -> None:
    """Of both parties something is not known, and why is said; then nothing changes without everybody reading anew."""
    mediator.sees("还有当事人的信息没有补上，也没有写明原因，暂时不能定稿。")
    for name in (town.APPLICANT, town.RESPONDENT):
        mediator.follow("没有，写明原因", whose=name)
        mediator.fill("为什么没有", "证件遗失，正在补办")
        mediator.press("记下原因")
    mediator.press("定稿，请各方阅读和签署")
    mediator.until("打开文件（PDF）")


def signs_on_a_phone(screen: Screen, name: str, phone: str, *, drawn: bool) -> None:
    """Reads, confirms this version, agrees to sign electronically, shows who they are by a code, signs with another."""
    screen.go("/my/agreement")
    screen.sees(
        "什么时候生效：各方和调解员都签了、调委会盖章的那一刻。在那以前没有法律效力，您随时可以请求修改或停止调解。"
    )
    screen.sees(IN_WORDS)
    screen.press("是的，我确认第 %(n)s 版", n=1)
    screen.choose("同意用电子签名，在手机或电脑上签")
    screen.press("继续")
    screen.title("请证明是您本人")
    types_a_code(screen, phone)
    screen.press("核对我的身份")
    screen.title("请签名")
    if drawn:
        draws(screen)
        mistypes_the_code(screen)
    types_a_code(screen, phone)
    is_still_drawn(screen) if drawn else screen.fill("输入您的姓名作为签名", name)
    screen.press("签名")
    screen.sees("您已签名。")


def types_a_code(screen: Screen, phone: str) -> None:
    """Asks for one; reads it in the newest message to this phone, which is another one than before."""
    known = town.codes_to(screen.house, phone)
    screen.press("获取验证码")
    screen.sees("验证码已发出，10 分钟内有效。没收到，请过一分钟再要。")
    screen.fill("验证码", town.next_code(screen.house, phone, known))


def mistypes_the_code(screen: Screen) -> None:
    """A wrong one: what was drawn stands there again."""
    screen.fill("验证码", "000000")
    screen.press("签名")
    screen.sees("验证码不对或已经过期，请核对，或者重新获取。")
    is_still_drawn(screen)


def is_still_drawn(screen: Screen) -> None:
    """Ink in the box, and the points of four strokes in the form."""
    pixels = 'box.getContext("2d").getImageData(0, 0, box.width, box.height).data'
    ink = f"box => {pixels}.some((byte, at) => at % 4 == 3 && byte)"
    assert screen.page.locator("[data-pad-canvas]").evaluate(ink)
    assert screen.page.locator("[data-pad-strokes]").evaluate("field => JSON.parse(field.value).length") == 4


def draws(screen: Screen) -> None:
    """A few strokes with the finger in the box."""
    box = screen.page.locator("[data-pad-canvas]")
    box.scroll_into_view_if_needed()
    place = box.bounding_box()
    assert place is not None
    mouse = screen.page.mouse
    for stroke in range(4):
        mouse.move(place["x"] + 30 + 60 * stroke, place["y"] + 30)
        mouse.down()
        mouse.move(place["x"] + 60 + 60 * stroke, place["y"] + 120, steps=12)
        mouse.move(place["x"] + 40 + 60 * stroke, place["y"] + 60, steps=12)
        mouse.up()


def mediator_signs(mediator: Screen, page: str) -> None:
    """After the parties, with the password once more."""
    mediator.go(page)
    mediator.follow("去签名")
    mediator.fill("输入您的姓名作为签名", "mediator 同志")
    mediator.fill("登录密码", town.PASSWORD)
    mediator.press("签名")
    mediator.sees("您已签名。")


def committee_seals(head: Screen, asked: str = "") -> None:
    """The head of the committee, from the list of what waits; the page says what this does. ``asked``: whose number
    the mediator alone wrote down, and whom the head has asked in another way."""
    head.go("/desk/seals")
    head.page.get_by_role("rowheader").get_by_role("link").last.click()
    head.sees("盖章的那一刻协议生效，对各方有法律约束力，不能再改。")
    if asked:
        head.choose("我已用别的办法（见面、村居、单位）问过%(names)s本人，确认是本人签的", names=asked)
    head.choose("我已核对协议书和各方签名，同意加盖本会印章")
    head.fill("登录密码", town.PASSWORD)
    head.press("盖章，协议生效")
    head.sees("已盖章，协议从这一刻起生效。带签名的文件正在生成，通常一分钟内。")


def takes_home(screen: Screen, file: Path) -> None:
    """The signed file, once the worker has put all signatures in."""
    screen.until("查看、下载我的那一份", "/my/agreement")
    screen.go("/my/papers")
    link = screen.page.get_by_role("link", name=re.compile(re.escape(screen.say("查看或下载")))).first
    answer = screen.page.context.request.get(screen.house.url + str(link.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    file.write_bytes(answer.body())


def changed(file: Path) -> Path:
    """The same file with one bit turned."""
    data = file.read_bytes()
    other = file.with_name("changed.pdf")
    other.write_bytes(data[:-7] + bytes([data[-7] ^ 1]) + data[-6:])
    return other


def is_found_genuine(browser: Browser, screen: Screen, file: Path) -> None:
    """A stranger checks the file in the browser, which sends nothing but its hash; one changed byte is found."""
    with at_screen(browser, screen.house, screen.locale) as stranger:
        for one, words in ((file, "核验结果：文件是真的"), (changed(file), "核验结果：不是登记的文件")):
            stranger.go("/verify")
            stranger.page.locator("#by-file").locator("..").locator("input[type=file]").set_input_files(one)
            stranger.press("核对这个文件")
            stranger.title(words)


def the_tool_says(screen: Screen, file: Path) -> tuple[int, str]:
    """``onedoor verify`` in this house: its exit status, and what it said."""
    command = [ONEDOOR, "verify", file]
    done = subprocess.run(command, env=screen.house.env, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout + done.stderr
