"""Why a file is not taken: one clear sentence for each reason."""

from portal.kernel.i18n import lazy as _l

SENTENCES = {
    "empty": _l("文件是空的，请重新选择。"),
    "too_big": _l("文件太大，单个文件最大 20 MB。请选小一些的，或分几次上传。"),
    "unknown": _l(
        "这种文件不能上传。可以上传照片（JPG、PNG、WEBP、HEIC）、PDF、Word（DOCX）、Excel（XLSX）、文本和录音。"
    ),
    "web_page": _l("网页文件（HTML、SVG）里可能带有程序，不能上传。请截图或另存为 PDF 再上传。"),
    "program": _l("程序和脚本文件不能上传。"),
    "archive": _l("压缩包不能上传。请解压后，把里面的照片或文件逐个上传。"),
    "video": _l("视频暂时不能上传。请截取关键画面的照片上传，或把视频带到大厅来。"),
    "old_office": _l("老格式的 Word、Excel 文件不能上传。请另存为 DOCX、XLSX 或 PDF 再上传。"),
    "locked": _l("文件设了密码，别人打不开。请去掉密码再上传。"),
    "mixed": _l("文件里夹带了别的内容，不能上传。请重新拍照或另存一份再上传。"),
    "active": _l("文件里带有宏或程序，不能上传。请另存为不带宏的文件或 PDF 再上传。"),
    "carries": _l("文件里还夹着别的文件（附件或嵌入的对象），不能上传。请分开逐个上传，或另存为 PDF 再上传。"),
    "fetches": _l("文件会到别处去取内容（外部链接的图片、模板或表格），不能上传。请另存为 PDF 再上传。"),
    "bomb": _l("文件解开后大得不正常，不能上传。"),
    "picture_huge": _l("照片的尺寸太大（超过 6500 万像素）。请缩小后再上传。"),
    "picture_broken": _l("照片打不开，可能没有传完整。请重新选择，或重新拍一张。"),
    "paper_broken": _l("文件打不开，可能已经损坏。请重新保存一份再上传。"),
    "disk_full": _l("存储空间不足，文件暂时不能保存。请稍后再试，或联系中心工作人员。"),
}


class FileRefused(Exception):
    """A file that is not taken; ``reason`` is a key of SENTENCES, ``sentence`` says it to the person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    @property
    def sentence(self) -> str:
        """In the language of whoever reads it now."""
        return str(SENTENCES[self.reason])
