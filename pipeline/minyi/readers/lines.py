"""Lines of a text file in whatever encoding, with a notice for bytes that are no characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from minyi.domain import Problem, Source
from minyi.readers.encodings import encoding_of

LOST = "�"
_LONGEST = 4 << 20  # characters; a longer "line" is cut, so that no file fills the memory


def lines_of(path: Path, file: str, problems: list[Problem]) -> Iterator[tuple[int, str]]:
    """Number (from 1) and text of every line, its end included; only \\n, \\r, \\r\\n end one.

    A line with undecodable bytes is kept with U+FFFD in their place; `problems` gets a notice.

    Raises:
        OSError: The file cannot be opened.
    """
    encoding = encoding_of(path)
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        number = 0
        while line := stream.readline(_LONGEST):
            number += 1
            if number == 1:
                line = line.lstrip("\ufeff")
            if LOST in line:
                problems.append(lost_characters(Source(file=file, row=number), line))
            if "\0" in line:
                line = line.replace("\0", "")
            yield number, line


def lost_characters(source: Source, line: str) -> Problem:
    """The notice for a line that could not be decoded throughout."""
    shown = re.sub(r"\s+", " ", line.strip())
    at = max(0, shown.find(LOST) - 20)
    return Problem(
        level="notice",
        source=source,
        what=f"有 {line.count(LOST)} 处无法识别的字符，已用“{LOST}”代替",
        advice="请核对原文；如整份文件都是乱码，请另存为 UTF-8 编码后重试",
        excerpt=shown[at : at + 60],
    )
