"""示例区: the shipped directory, for trying things out before the office's own is there."""

from __future__ import annotations

from pathlib import Path

from minyi.directory.load import read_directory
from minyi.errors import BadDirectoryError
from minyi.routing import Directory
from minyi.taxonomy import Taxonomy, load_taxonomy

_FOLDER = Path(__file__).parent.parent / "data" / "示例区"
_kept: dict[tuple[str, ...], Directory] = {}


def example_directory(taxonomy: Taxonomy | None = None) -> Directory:
    """The shipped directory, marked as an example; read once for each set of categories.

    Raises:
        BadDirectoryError: The taxonomy lacks categories that the shipped directory names.
    """
    taxonomy = taxonomy or load_taxonomy()
    key = tuple(taxonomy.leaves)
    directory = _kept.get(key)
    if directory is None:
        directory, faults = read_directory(_FOLDER, taxonomy, example=True)
        if directory is None:
            raise BadDirectoryError("\n".join(faults))
        _kept[key] = directory
    return directory
