"""Fields that receive files."""

from collections.abc import Collection

from werkzeug.datastructures import FileStorage
from wtforms import Field, Form
from wtforms import FileField as _FileField
from wtforms import MultipleFileField as _MultipleFileField
from wtforms.validators import DataRequired

class FileField(_FileField):
    data: FileStorage | None

class MultipleFileField(_MultipleFileField):
    data: list[FileStorage]

class FileRequired(DataRequired): ...

class FileAllowed:
    def __init__(self, upload_set: Collection[str], message: str | None = ...) -> None: ...
    def __call__(self, form: Form, field: Field) -> None: ...

class FileSize:
    def __init__(self, max_size: int, min_size: int = ..., message: str | None = ...) -> None: ...
    def __call__(self, form: Form, field: Field) -> None: ...
