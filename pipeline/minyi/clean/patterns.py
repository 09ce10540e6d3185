"""Regular expressions compiled when first needed, so that importing this package costs little."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial


def later(pattern: str, flags: int = 0) -> Callable[[], re.Pattern[str]]:
    """A function that returns the compiled pattern."""
    return cache(partial(re.compile, pattern, flags))
