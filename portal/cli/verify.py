"""``onedoor verify FILE.pdf``: who signed a paper, whether it is as it was signed, offline.

Exit status 0: genuine; 1: not genuine; 2: the question cannot be answered (no PDF, no certificate to trust); 3: the
text as the register knows it, before anybody signed.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from portal.kernel import clock
from portal.kernel.seal.finding import NotAPaper, SignatureFinding, Verification

GENUINE, NOT_GENUINE, BAD_INPUT, BEFORE_SIGNING = 0, 1, 2, 3
HEADS = {
    GENUINE: "真实 GENUINE",
    NOT_GENUINE: "不真实 NOT GENUINE",
    BEFORE_SIGNING: "签署之前的定稿文本，还没有签名 TEXT BEFORE SIGNING, no signatures yet",
}


@dataclass(frozen=True)
class Registration:
    """What the centre's register says of a paper: the hash of the whole signed file, which version it is, and the hash
    of the text before anybody signed."""

    sha256: str
    number: str
    version: int
    superseded: bool = False
    frozen_sha256: str = ""


#: Finds the registered paper to which a file belongs, by either of its hashes; None if the register has none.
Lookup = Callable[[Verification], Registration | None]
#: The certificates (DER or PEM) that a centre trusts without being told.
Roots = Callable[[], Sequence[bytes]]


def verify_command(*, roots: Roots = tuple, lookup: Lookup | None = None) -> click.Command:
    """The command, with a centre's own trust roots and register where there is one."""

    @click.command("verify")
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @click.option(
        "--root",
        "root_files",
        multiple=True,
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Trust this certificate (PEM or DER) instead of the centre's own; may be repeated.",
    )
    @click.option("--json", "as_json", is_flag=True, help="Print the findings as one JSON object.")
    @click.pass_context
    def verify(context: click.Context, file: Path, root_files: tuple[Path, ...], as_json: bool) -> None:
        """Say who signed FILE and whether it is genuine (exit 0), not (exit 1), or the text before signing (exit 3)."""
        trusted = [path.read_bytes() for path in root_files] or list(roots())
        if not trusted:
            raise click.UsageError("no certificate to trust: name one with --root · 没有可信根证书，请用 --root 指定")
        found = _check(file, trusted)
        registered = lookup(found) if lookup else None
        status = _status(found, registered)
        if as_json:
            click.echo(_as_json(found, registered, status))
        else:
            for line in _report(found, registered, status, asked=lookup is not None):
                click.echo(line)
        context.exit(status)

    return verify


def _status(found: Verification, registered: Registration | None) -> int:
    if registered is not None and not found.signatures and found.sha256 == registered.frozen_sha256:
        return BEFORE_SIGNING
    genuine = found.genuine and (registered is None or registered.sha256 == found.sha256)
    return GENUINE if genuine else NOT_GENUINE


def _check(file: Path, trusted: Sequence[bytes]) -> Verification:
    from portal.kernel.seal.verifying import verify as verify_paper

    try:
        return verify_paper(file.read_bytes(), trusted, at=clock.now())
    except NotAPaper as error:
        raise click.UsageError(f"{file.name}: not a PDF file · 不是 PDF 文件") from error
    except ValueError as error:
        raise click.UsageError(f"--root: {error} · 不是有效的证书") from error


def _report(found: Verification, registered: Registration | None, status: int, *, asked: bool) -> Iterator[str]:
    yield HEADS[status]
    yield f"SHA-256 {found.sha256}"
    for number, signature in enumerate(found.signatures, start=1):
        yield _signature_line(number, signature)
    if found.unsigned:
        yield f"  缺少签名 missing signatures: {', '.join(found.unsigned)}"
    if found.problem:
        yield f"  {found.problem}"
    if registered is not None:
        yield _registration_line(found, registered, status)
    elif asked:
        yield "登记：本中心没有登记此文件 register: this file is not known here"


def _signature_line(number: int, signature: SignatureFinding) -> str:
    at = signature.at.astimezone(ZoneInfo("Asia/Shanghai")).strftime("%Y-%m-%d %H:%M:%S +0800") if signature.at else "?"
    if not signature.intact:
        state = "已被改动 changed"
    elif not signature.allowed:
        state = "签名后有改动 changed afterwards"
    elif not signature.trusted:
        state = "签发者不可信 issuer not trusted"
    else:
        state = "完好 intact"
    reason = f" · {signature.reason}" if signature.reason else ""
    return f"  {number}. {signature.signer} · {at} · {state}{reason}"


def _registration_line(found: Verification, registered: Registration, status: int) -> str:
    what = f"登记 register: {registered.number} v{registered.version}"
    if status == BEFORE_SIGNING:
        return f"{what} · 内容与登记一致 same words as registered" + (" · 已被取代 superseded" * registered.superseded)
    if registered.sha256 != found.sha256:
        return f"{what} · 文件与登记的不一致 this file differs from the registered one"
    return f"{what} · 已被新版本取代 superseded" if registered.superseded else f"{what} · 一致，现行版本 same, in force"


def _as_json(found: Verification, registered: Registration | None, status: int) -> str:
    answer = {
        "genuine": status == GENUINE,
        "before_signing": status == BEFORE_SIGNING,
        **asdict(found),
        "registered": asdict(registered) if registered else None,
    }
    return json.dumps(answer, ensure_ascii=False, default=str)


verify = verify_command()
