"""From texts to routes: find what each text says, then apply the rules once per case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from minyi.domain import Route
from minyi.routing.index import Index, Mention, index_of
from minyi.routing.locating import hinted, locate
from minyi.routing.model import TOWN_KINDS, Directory
from minyi.routing.rules import Case, decide

if TYPE_CHECKING:
    from minyi.routing.asking import Asked


def route(
    text: str,
    category: str,
    directory: Directory,
    *,
    place_hint: str = "",
    kind: str = "",
    assigned: str = "",
) -> Route:
    """Route one matter: see `route_all`."""
    return _route_one(text, category, place_hint, assigned, kind, directory, index_of(directory))


def route_all(
    texts: Sequence[str],
    categories: Sequence[str],
    directory: Directory,
    *,
    place_hints: Sequence[str] | None = None,
    assigned: Sequence[str] | None = None,
    kinds: Sequence[str] | None = None,
) -> list[Route]:
    """Say for each matter which organization must act, and why.

    Precedence:

    1. An organization that the writer clearly asks to act leads. If it does not serve the
       category, the one that does assists and a person looks at it. An organization that the text
       complains about is never the asked one: the complaint goes to its parent, about integrity
       to the discipline body.
    2. A duty at the place of the matter, the finest place first (village before town). The place
       column wins; the text decides within it. Places that cannot be told apart and would lead
       to different offices: rule 3, and a person looks at it.
    3. A duty in the whole district.
    4. The 原承办单位 of the table if it is in the directory, else the coordinating organization;
       a person looks at both.

    Among duties a leaf beats its group, and a group beats "*".

    Args:
        texts: Normalized matters (simplified characters).
        categories: Leaf codes, one for each text.
        directory: The office.
        place_hints: Cells of the place column, "" where empty.
        assigned: Cells of the column 原承办单位; a town's office also tells the place.
        kinds: Codes of `domain.KIND_NAMES`, "" where unknown.

    Raises:
        ValueError: The sequences differ in length.
    """
    count = len(texts)
    index = index_of(directory)
    blank = [""] * count
    rows = zip(
        texts,
        categories,
        place_hints or blank,
        assigned or blank,
        kinds or blank,
        index.may_name(texts),
        strict=True,
    )
    plain = index.plain
    routes: list[Route] = []
    for text, category, hint, given, kind, named in rows:
        if named:
            routes.append(_route_one(text, category, hint, given, kind, directory, index))
            continue
        known = plain.get((category, hint, given))
        if known is None:
            known = _route_one("", category, hint, given, kind, directory, index)
            plain[category, hint, given] = known
        routes.append(known)
    return routes


def _route_one(
    text: str,
    category: str,
    hint: str,
    assigned: str,
    kind: str,
    directory: Directory,
    index: Index,
) -> Route:
    given = index.by_alias.get(assigned.strip(), "") if assigned else ""
    where = hinted(hint, index) if hint else ()
    if given and not where:
        where = hinted(assigned, index)
    places, bodies, local = index.mentions(text)
    if places:
        where = locate(where, places, index)
    if bodies or local or (places and category.startswith("conduct.")):
        case = _read(text, category, kind, where, given, places, bodies, local, directory, index)
    else:
        case = Case(category, where, given)
    known = index.routes.get(case)
    if known is None:
        known = index.routes[case] = decide(case, directory, index)
    return known


def _read(
    text: str,
    category: str,
    kind: str,
    where: tuple[int, ...],
    given: str,
    places: Sequence[Mention],
    bodies: Sequence[Mention],
    local: Sequence[Mention],
    directory: Directory,
    index: Index,
) -> Case:
    """Tell the asked from the accused.

    Words of bad conduct outweigh asking, asking outweighs being merely named in a complaint
    about conduct.
    """
    # Their grammars take 30 ms to compile: only when an organization is named.
    from minyi.routing.complaining import find_complained

    spots = frozenset(m.form.surface for m in bodies if m.form.places)
    blamed = find_complained(text, bodies, category, kind, bodies=index.receiving, places=spots)
    asked = _asked(text, bodies, local, spots, where, index)
    wanted = {name for name, _ in asked}
    badly = {one.mention.form.organization for one in blamed if not one.plainly}
    names = dict.fromkeys(one.mention.form.organization for one in blamed)
    accused = tuple(name for name in names if name in badly or name not in wanted)
    village = -1
    if not accused and category.startswith("conduct.") and kind in ("", "complaint", "report"):
        village = _accused_village(text, places, where, directory)
    left = [(name, one) for name, one in asked if name not in badly]
    return Case(
        category,
        where,
        given,
        asked=tuple(dict.fromkeys(name for name, one in left if not one.greeted)),
        either=any(one.alternative for _, one in left),
        greeted=tuple(dict.fromkeys(name for name, one in left if one.greeted)),
        accused=accused,
        village=village,
    )


def _asked(
    text: str,
    bodies: Sequence[Mention],
    local: Sequence[Mention],
    spots: frozenset[str],
    where: tuple[int, ...],
    index: Index,
) -> list[tuple[str, Asked]]:
    """Asked organizations by name; 街道, 社区, 镇政府 stand for the office of the place."""
    from minyi.routing.asking import find_asked

    offices = {index.offices[n] for n in where}
    here = offices.pop() if len(offices) == 1 else ""
    mentions = list(bodies)
    if here:
        mentions += [one for one in local if not any(
            body.start < one.end and one.start < body.end for body in bodies)]  # fmt: skip
        mentions.sort(key=lambda one: one.start)
    return [
        (here if one.mention.local else one.mention.form.organization, one)
        for one in find_asked(text, mentions, spots)
    ]


def _accused_village(
    text: str, places: Sequence[Mention], where: tuple[int, ...], directory: Directory
) -> int:
    """A village or community whose cadres the text is about: its town's office must look."""
    from minyi.routing.complaining import accuses_cadres

    if len(where) != 1 or directory.places[where[0]].kind in TOWN_KINDS:
        return -1
    named = any(where[0] in m.form.places and accuses_cadres(text, m.end) for m in places)
    return where[0] if named else -1
