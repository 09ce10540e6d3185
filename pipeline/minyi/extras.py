"""Turn the absence of an optional library into advice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from minyi.errors import MissingExtraError


@contextmanager
def extra(name: str) -> Iterator[None]:
    """Import optional libraries inside this block.

    Only the absence of a foreign library becomes advice; an import error of our own code is a
    bug and passes through.

    Raises:
        MissingExtraError: A library of the extra `name` is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] == "minyi":
            raise
        raise MissingExtraError(
            f"此功能需要可选组件 {name}（缺少 {error.name}），请先安装：pip install 'minyi[{name}]'"
        ) from error
