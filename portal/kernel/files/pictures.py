"""The copy of a photo that others see: upright, in common colours, without place, time, device or comment."""

from dataclasses import dataclass
from io import BytesIO

import pillow_heif
from PIL import Image, ImageCms, ImageFile, ImageOps

from portal.kernel.files.refusals import FileRefused
from portal.kernel.files.rules import MAX_PIXELS, PICTURES

EDGE = 3000
"""Longest side of the shared copy: a photographed page stays legible."""
THUMBNAIL = 320

pillow_heif.register_heif_opener()


@dataclass(frozen=True)
class Copy:
    """The shared copy and its small picture (always JPEG)."""

    data: bytes
    media_type: str
    thumbnail: bytes


def shared_copy(data: bytes, mime: str) -> Copy:
    """Decode with the one decoder for this type, turn upright, encode anew; nothing else is carried over."""
    try:
        image = _decoded(data, mime)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise FileRefused("picture_huge") from error
    except (OSError, ValueError, SyntaxError, TypeError, IndexError, EOFError, RuntimeError) as error:
        raise FileRefused("picture_broken") from error
    keeps_png = mime == "image/png" or image.mode == "RGBA"
    small = image.copy()
    small.thumbnail((THUMBNAIL, THUMBNAIL), Image.Resampling.LANCZOS)
    return Copy(
        data=_encoded(image, "PNG" if keeps_png else "JPEG"),
        media_type="image/png" if keeps_png else "image/jpeg",
        thumbnail=_encoded(small, "JPEG", quality=75),
    )


def _decoded(data: bytes, mime: str) -> Image.Image:
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint, where it is loaded too, lets half a picture pass
    with Image.open(BytesIO(data), formats=PICTURES[mime]) as opened:
        if opened.width * opened.height > MAX_PIXELS:
            raise FileRefused("picture_huge")
        opened.draft(None, (EDGE, EDGE))  # a JPEG is decoded no larger than needed
        opened.load()
        profile = opened.info.get("icc_profile")
        ImageOps.exif_transpose(opened, in_place=True)
        image = _common_mode(opened)
        image.thumbnail((EDGE, EDGE), Image.Resampling.LANCZOS)  # there is only one of the large ones at a time
        image = _common_colours(image.copy(), profile)
    image.info = {}
    return image


def _common_mode(image: Image.Image) -> Image.Image:
    """RGB, or RGBA where something shows through."""
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    see_through = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    mode = "RGBA" if see_through else "RGB"
    return image if image.mode == mode else image.convert(mode)


def _common_colours(image: Image.Image, profile: bytes | None) -> Image.Image:
    """A camera's own colour profile is applied and then left out."""
    if not profile or image.mode != "RGB":
        return image
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        turned = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError):
        return image
    return turned or image


def _encoded(image: Image.Image, form: str, quality: int = 88) -> bytes:
    if form == "JPEG" and image.mode == "RGBA":
        white = Image.new("RGB", image.size, "white")
        white.paste(image, mask=image.getchannel("A"))
        image = white
    out = BytesIO()
    image.save(out, form, quality=quality, optimize=True)
    return out.getvalue()
