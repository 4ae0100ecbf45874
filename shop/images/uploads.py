"""The bound of every request that brings files, before one byte of them is kept."""

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

# Twice what a picture may weigh: whoever is a little above is told so by the form itself.
LARGEST_BODY = 30 * 1024 * 1024


class BoundedBody(FileUploadHandler):
    """Refuse a body that no form of ours sends; otherwise leave everything to the next handler."""

    def handle_raw_input(self, input_data, meta, content_length, boundary, encoding=None):
        if content_length > LARGEST_BODY:
            raise RequestDataTooBig("the body is larger than any form of ours")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Keep nothing."""
