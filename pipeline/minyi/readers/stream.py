"""Standard input: one opinion per line, none dropped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO, TextIO

from minyi.domain import Opinion, Source
from minyi.readers.lines import LOST, lost_characters
from minyi.readers.options import Read


def read_stdin_lines(stream: TextIO | BinaryIO) -> Read:
    """One opinion per input line, in order; its id is the line number.

    The bytes below a text stream are read as UTF-8, whatever the locale says. Blank lines give an
    opinion with empty text, so that outputs pair with inputs.
    """
    raw: Iterable[str | bytes] = getattr(stream, "buffer", stream)
    for number, item in enumerate(raw, 1):
        line = item.decode("utf-8", errors="replace") if isinstance(item, bytes) else item
        if number == 1:
            line = line.removeprefix("\ufeff")
        source = Source(file="-", row=number)
        if LOST in line:
            yield lost_characters(source, line)
        yield Opinion(text=line.strip(), source=source, id=str(number))
