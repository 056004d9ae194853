"""Forms with files: which routes take more than the usual megabyte, and how one file too big loses nothing else."""

from __future__ import annotations

import io
from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar

from flask import Flask, Request, request

View = TypeVar("View", bound=Callable[..., Any])


def largest(whole: int, *, each: int) -> Callable[[View], View]:
    """Let the form of a view be `whole` bytes. A file over `each` is read to its end and thrown away; `cut` says so."""

    def mark(view: View) -> View:
        view.largest = (whole, each)  # type: ignore[attr-defined]
        return view

    return mark


class Basket(io.RawIOBase):
    """Takes a file up to a size; of a bigger one nothing is kept, and `cut` is set."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most, self._kept = most, SpooledTemporaryFile(max_size=512 * 1024)  # noqa: SIM115  closed with the basket
        self._size, self.cut = 0, False

    def write(self, piece: Any) -> int:
        self._size += len(piece)
        if self._size > self._most and not self.cut:
            self.cut = True
            self._kept.close()
            self._kept = SpooledTemporaryFile(max_size=1024)  # noqa: SIM115  closed with the basket
        if not self.cut:
            self._kept.write(piece)
        return len(piece)

    def read(self, size: int = -1) -> bytes:
        return self._kept.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._kept.seek(offset, whence)

    def tell(self) -> int:
        return self._kept.tell()

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        self._kept.close()
        super().close()


class FormRequest(Request):
    """A request that knows how large a file may be here."""

    largest_file: int | None = None

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self.largest_file is None:
            return super()._get_file_stream(total_content_length, content_type, filename, content_length)
        return Basket(self.largest_file)  # type: ignore[return-value]


def setup_large_files(app: Flask) -> None:
    """Raise the limit before anything reads the form: the check of its token is the first to do so."""
    app.request_class = FormRequest

    @app.url_value_preprocessor
    def _raise(endpoint: str | None, _values: Any) -> None:
        marked = getattr(app.view_functions.get(endpoint or ""), "largest", None)
        if marked is not None:
            sent: Any = request
            sent.max_content_length, sent.largest_file = marked
