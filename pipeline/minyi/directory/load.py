"""From tables to a Directory, with every fault named at once."""

from __future__ import annotations

from pathlib import Path

from minyi.directory.duties import Known, read_duties
from minyi.directory.organizations import read_organizations
from minyi.directory.places import read_places
from minyi.directory.tables import DUTIES, ORGANIZATIONS, PLACES, read_tables
from minyi.errors import BadDirectoryError
from minyi.routing import Directory
from minyi.taxonomy import Taxonomy


def load_directory(folder: Path, taxonomy: Taxonomy) -> Directory:
    """Read the directory of an office from its folder.

    The folder holds 组织机构.xlsx (sheets 组织, 分工) and 地名.xlsx (sheet 地名), or 组织.csv,
    分工.csv and 地名.csv with the same columns.

    Raises:
        BadDirectoryError: Anything is wrong; the message lists all faults, one a line, each with
            file, sheet, row and what to do.
    """
    directory, faults = read_directory(folder, taxonomy)
    if directory is None or faults:
        raise BadDirectoryError("\n".join(faults))
    return directory


def check_directory(folder: Path, taxonomy: Taxonomy | None) -> list[str]:
    """All faults of a directory as `load_directory` would list them; [] where there is none.

    Without a taxonomy, because its own file is at fault, the duties cannot be judged.
    """
    return read_directory(folder, taxonomy)[1]


def read_directory(
    folder: Path, taxonomy: Taxonomy | None, *, example: bool = False
) -> tuple[Directory | None, list[str]]:
    """The directory (None where there are faults) and its faults.

    A table that could not be read is told once, not again in every row that refers to it.
    """
    tables, faults = read_tables(folder)
    listed, named, given = tables[ORGANIZATIONS], tables[PLACES], tables[DUTIES]
    if listed is not None:
        organizations, bodies = read_organizations(listed, faults)
    if named is not None:
        places, spots, district = read_places(named, faults)
    if listed is None or named is None or given is None or taxonomy is None:
        return None, faults
    known = Known(taxonomy, bodies, spots, district)
    duties = read_duties(given, known, faults)
    if faults:
        return None, faults
    directory = Directory(
        name=district or folder.resolve().name,
        organizations=tuple(organizations),
        duties=tuple(duties),
        places=tuple(places),
        example=example,
        category_names={leaf.code: leaf.name for leaf in taxonomy},
    )
    return directory, faults
