"""What a signature looks like on the page: all stamps of a paper set by one rendering, a page for each.

Nothing here can look like an official seal: a stamp is lines of text in a frame, and a picture only if one is given.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from portal.kernel.pdf import PLAIN_VARIANT, STYLES, fill, render
from portal.kernel.seal.trouble import SealError

#: Pictures that every reader shows and that hold no script.
_PICTURES = {"PNG": "image/png", "JPEG": "image/jpeg"}
_END_OF_JPEG = b"\xff\xd9"
#: Points (1/72 inch, the PDF's unit) per CSS pixel (1/96 inch).
_POINTS_PER_PIXEL = 0.75
#: From this many characters a heading is set smaller, from this width in points a stamp is set larger.
_LONG_HEADING, _WIDE = 12, 250


@dataclass(frozen=True)
class Stamp:
    """The visible side of one signature.

    ``heading`` is the signer as the paper may name them, ``lines`` are label and value. ``picture`` is PNG or JPEG:
    a drawn signature or the registered seal that a committee uploaded. ``watermark`` is written across the picture.
    """

    heading: str
    lines: tuple[tuple[str, str], ...]
    picture: bytes | None = None
    watermark: str = ""


@dataclass(frozen=True)
class Size:
    """Width and height of a field, in points."""

    width: float
    height: float


def stamps_pdf(stamps: Sequence[tuple[Stamp, Size]]) -> bytes:
    """One page for each stamp, exactly as large as its field, in the given order."""
    shown = [
        {
            "stamp": stamp,
            "picture": _data_url(stamp.picture),
            "long": len(stamp.heading) > _LONG_HEADING,
            "wide": size.width > _WIDE,
        }
        for stamp, size in stamps
    ]
    sizes = "".join(_page(number, size) for number, (_, size) in enumerate(stamps))
    return render(
        fill("documents/stamps.html", stamps=shown),
        stylesheets=(STYLES / "stamps.css", sizes),
        title="签署图样",
        variant=PLAIN_VARIANT,
    )


def _page(number: int, size: Size) -> str:
    width, height = size.width / _POINTS_PER_PIXEL, size.height / _POINTS_PER_PIXEL
    return (
        f"@page stamp{number} {{ size: {width:.4f}px {height:.4f}px }}"
        f" #stamp{number} {{ page: stamp{number}; width: {width:.4f}px; height: {height:.4f}px }}\n"
    )


def _data_url(picture: bytes | None) -> str:
    """The picture as an address inside the page; a broken one is refused, WeasyPrint would silently leave it out."""
    if picture is None:
        return ""
    try:
        with Image.open(BytesIO(picture), formats=list(_PICTURES)) as image:
            kind = str(image.format)
            # Checks every part of a PNG. Loading would not: WeasyPrint tells Pillow to put up with half a picture.
            image.verify()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise SealError("a signature picture must be a whole PNG or JPEG") from error
    if kind == "JPEG" and _END_OF_JPEG not in picture[-32:]:
        raise SealError("a signature picture must be a whole PNG or JPEG")
    return f"data:{_PICTURES[kind]};base64,{base64.b64encode(picture).decode()}"
