"""The label tree: groups and leaves with the names that users see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from minyi.causes import cause, read_toml
from minyi.errors import BadTaxonomyError

UNCLEAR = "other.unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One category as the label guide defines it."""

    code: str  # group.leaf
    name: str  # Chinese
    belongs: str = ""  # what is labelled so
    excludes: str = ""  # what looks alike but is labelled otherwise


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Groups and leaves, in the order of the guide."""

    groups: Mapping[str, str]  # code → Chinese name
    leaves: Mapping[str, Leaf]  # code → leaf

    def __iter__(self) -> Iterator[Leaf]:
        return iter(self.leaves.values())

    def __contains__(self, code: object) -> bool:
        return code in self.leaves

    def name(self, code: str) -> str:
        """Chinese name of a leaf or group; a code that is neither is its own name."""
        if code in self.leaves:
            return self.leaves[code].name
        return self.groups.get(code, code)

    def code(self, name_or_code: str) -> str | None:
        """Code of a leaf given by code or by Chinese name; None where it is neither."""
        wanted = name_or_code.strip()
        if wanted in self.leaves:
            return wanted
        return next((leaf.code for leaf in self if leaf.name == wanted), None)


def group_of(code: str) -> str:
    """The group of a leaf: what stands before the dot; a label without a dot is its own group."""
    return code.partition(".")[0]


def load_taxonomy(path: Path | None = None) -> Taxonomy:
    """Read a taxonomy file; the shipped one where no path is given.

    Raises:
        BadTaxonomyError: Not TOML, a leaf without a Chinese name, two leaves of one name; lists
            all faults, one a line.
    """
    return _shipped() if path is None else _read(path)


@cache
def _shipped() -> Taxonomy:
    return _read(Path(__file__).parent / "data" / "taxonomy.toml")


def _read(path: Path) -> Taxonomy:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadTaxonomyError(
            f"{path}：分类文件打不开（{cause(error)}），请检查 minyi.toml 里 taxonomy 的路径"
        ) from error
    tree, fault = read_toml(data)
    if fault:
        raise BadTaxonomyError(f"{path}：分类文件读不出来，{fault}，请改正")
    groups: dict[str, str] = {}
    leaves: dict[str, Leaf] = {}
    named: dict[str, str] = {}
    faults: list[str] = []
    for group, body in tree.items():
        if not isinstance(body, dict):
            faults.append(f'“{group}”不是大类，请写成 [{group}] 一段，下面写 name = "中文名称"')
            continue
        if _named(body):
            groups[group] = body["name"]
        else:
            faults.append(f"大类 {group} 缺少中文名称 name，请补上")
        for key, leaf in body.items():
            if key == "name":
                continue
            code = f"{group}.{key}"
            if not isinstance(leaf, dict) or not _named(leaf):
                faults.append(f"类别 {code} 缺少中文名称 name，请补上")
                continue
            if leaf["name"] in named:
                faults.append(f"{code} 与 {named[leaf['name']]} 重名，请改其一")
                continue
            named[leaf["name"]] = code
            leaves[code] = Leaf(
                code=code,
                name=leaf["name"],
                belongs=str(leaf.get("belongs", "")),
                excludes=str(leaf.get("excludes", "")),
            )
    if not leaves and not faults:
        faults.append("一个类别也没有，请至少写一个")
    if faults:
        raise BadTaxonomyError("\n".join(f"{path.name}：{each}" for each in faults))
    return Taxonomy(groups, leaves)


def _named(body: Mapping[str, object]) -> bool:
    name = body.get("name")
    return isinstance(name, str) and bool(name.strip())
