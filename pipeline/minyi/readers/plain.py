"""txt: one opinion per line; paragraphs between blank lines where lines are wrapped.

The rule is decided per file. Lines are wrapped if the file has blank lines and most line breaks
inside its blocks fall amid a sentence at the full width of the text, or if a block opens with a
salutation (尊敬的领导：) on a line of its own. Such a block is one opinion.
"""

from __future__ import annotations

from itertools import chain, islice
from pathlib import Path

from minyi.domain import Opinion, Problem, Source
from minyi.readers.cells import clean_text
from minyi.readers.letters import salutes
from minyi.readers.lines import lines_of
from minyi.readers.options import Read, ReadOptions, too_long
from minyi.readers.paragraphs import (
    Line,
    ends_sentence,
    has_number,
    join_wrapped,
    read_lines,
)

_WHOLE = 5_000  # lines up to which a file is looked at as a whole


def read_text(path: Path, options: ReadOptions, file: str) -> Read:
    """Opinions of a text file; a very long one is streamed, one opinion per line.

    Raises:
        OSError: The file cannot be opened.
    """
    problems: list[Problem] = []
    lines = lines_of(path, file, problems)
    first = list(islice(lines, _WHOLE))
    rest = next(lines, None)
    if rest is None:
        yield from problems
        yield from read_lines(_lines(first), options, file)
        return
    for number, text in chain(first, [rest], lines):
        if problems:
            yield from problems
            problems.clear()
        if text := clean_text(text):
            source = Source(file=file, row=number)
            opinion = Opinion(text=text, source=source, id=str(source))
            if len(text) > options.max_characters:
                yield too_long(opinion, options)
            yield opinion


def _lines(lines: list[tuple[int, str]]) -> list[Line]:
    """Lines, or blocks of lines where the file is wrapped."""
    blocks: list[list[Line]] = [[]]
    for number, text in lines:
        text = clean_text(text)
        if text:
            blocks[-1].append(Line(row=number, text=text))
        elif blocks[-1]:
            blocks.append([])
    blocks = [block for block in blocks if block]
    if not _wrapped(blocks):
        return [line for block in blocks for line in block]
    width = max(len(line.text) for block in blocks for line in block)
    return [joined for block in blocks for joined in _join(block, width)]


def _wrapped(blocks: list[list[Line]]) -> bool:
    inner = [line for block in blocks for line in block[:-1]]
    if len(blocks) < 2 or not inner:
        return False
    if any(len(block) > 1 and salutes(block[0].text) for block in blocks):
        return True
    width = max(len(line.text) for block in blocks for line in block)
    amid = sum(1 for line in inner if _amid(line.text, width))
    return amid * 2 > len(inner)


def _amid(text: str, width: int) -> bool:
    """Whether a line breaks amid a sentence because it is full."""
    return not ends_sentence(text) and _full(text, width)


def _full(text: str, width: int) -> bool:
    """Whether a line reaches the right edge; below sixteen characters there is none."""
    return width >= 16 and len(text) >= 0.85 * width


def _join(block: list[Line], width: int) -> list[Line]:
    """The lines of a block as one, numbered ones and headings apart."""
    joined: list[Line] = []
    parts: list[str] = []
    for i, line in enumerate(block):
        if i and not has_number(line.text):
            # full lines run on; a short one ends a line of its own
            if _full(block[i - 1].text, width):
                parts[-1] = join_wrapped([parts[-1], line.text])
            else:
                parts.append(line.text)
            joined[-1].text = "\n".join(parts)
            continue
        joined.append(Line(row=line.row, text=line.text))
        parts = [line.text]
    return joined
