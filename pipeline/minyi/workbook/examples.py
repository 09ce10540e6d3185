"""Organizations of the shipped 示例区 bear their mark wherever a reason names them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache


def marking(names: Iterable[str], *, example: bool) -> Callable[[str], str]:
    """What marks each of these organizations in a text where it is named first.

    Without `example` texts stay as they are.
    """
    known = sorted(filter(None, set(names)), key=len, reverse=True)
    if not example or not known:
        return str
    # The longest first: 区供水公司营业厅 is not 区供水公司.
    pattern = re.compile("(" + "|".join(map(re.escape, known)) + ")(?!（示例）)")

    @lru_cache(maxsize=4096)  # reasons repeat
    def mark(text: str) -> str:
        seen: set[str] = set()

        def marked(found: re.Match[str]) -> str:
            name = found[1]
            if name in seen:
                return name
            seen.add(name)
            return f"{name}（示例）"

        return pattern.sub(marked, text)

    return mark
