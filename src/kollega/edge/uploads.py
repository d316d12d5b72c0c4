"""How much of a sent file is taken in: into memory only, so that nothing of it lies unsealed on a disk."""

import io
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

STRANGERS_BYTES = 1024 * 1024


class BoundedUpload(FileUploadHandler):
    """All files of one request together up to the largest that is kept, and one byte more.

    What is beyond is read and dropped: whoever judges the size sees that it is too much. Somebody who has not signed in
    can send one megabyte.
    """

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        known = hasattr(self.request, "actor") or bool(getattr(getattr(self.request, "user", None), "pk", None))
        self.room = (settings.FILE_BYTES if known else STRANGERS_BYTES) + 1

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.taken = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        fitting = raw_data[: self.room]
        self.room -= len(fitting)
        self.taken.write(fitting)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        size = self.taken.tell()
        self.taken.seek(0)
        return InMemoryUploadedFile(
            file=self.taken,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type or "",
            size=size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
