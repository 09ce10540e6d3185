"""What a text says of those whom it names: asked, accused, refused; as a case for the rules."""

from __future__ import annotations

from collections.abc import Sequence

from minyi.routing.asking import Asked, find_asked
from minyi.routing.case import Case
from minyi.routing.complaining import Accused, accuses_cadres, cadres_deed, find_complained
from minyi.routing.duties import find_serving
from minyi.routing.index import Index, Mention, Mentions
from minyi.routing.model import TOWN_KINDS, Directory
from minyi.routing.passing import find_passed
from minyi.routing.refusing import find_refused, is_direct


def read(
    text: str,
    category: str,
    kind: str,
    where: tuple[int, ...],
    given: str,
    named: Mentions,
    directory: Directory,
    index: Index,
) -> Case:
    """Tell the asked from the accused and the refused.

    Words of bad conduct outweigh asking, asking outweighs being merely named in a complaint
    about conduct.

    Args:
        text: A normalized matter.
        category: Leaf code.
        kind: Code, "" where unknown.
        where: Possible places of the matter.
        given: 原承办单位, where it is in the directory.
        named: What the text names.
        directory: The office.
        index: Its look-ups.
    """
    bodies, local = named.bodies, named.local
    spots = frozenset(m.form.surface for m in bodies if m.form.places)
    blamed = find_complained(text, bodies, category, kind, bodies=index.receiving, places=spots)
    blamed = [one for one in blamed if _is_about(one, category, kind, where, index)]
    asked = _asked(text, bodies, local, spots, where, index)
    unwanted = find_refused(text, _in_order(bodies, local))
    elsewhere = _elsewhere(text, category, kind, named.foreign, spots)
    passed = find_passed(text, bodies) if kind not in ("praise", "suggestion") else ()
    if not (blamed or asked or unwanted or passed):
        case = Case(category, where, given, elsewhere=elsewhere)
        return _with_cadres(case, text, kind, named, directory, index)
    wanted = {name for name, _ in asked}
    badly = {m.mention.form.organization for m in blamed if not m.plainly and m.deed != "work"}
    names = dict.fromkeys(m.mention.form.organization for m in blamed if m.deed != "work")
    refused = _offices_of(unwanted, where, index)
    accused = tuple(name for name in names if name in badly or name not in wanted)
    left = [(name, one) for name, one in asked if name not in badly and name not in refused]
    case = Case(
        category,
        where,
        given,
        asked=tuple(dict.fromkeys(name for name, one in left if name and not one.greeted)),
        either=any(one.alternative for name, one in left if name),
        greeted=tuple(dict.fromkeys(name for name, one in left if name and one.greeted)),
        accused=accused,
        graft=any(m.deed == "graft" for m in blamed),
        idle=tuple(dict.fromkeys(
            m.mention.form.organization for m in blamed if m.deed == "work")),
        refused=refused,
        passed=passed,
        elsewhere=elsewhere,
        above=any(not name for name, _ in left) and bool(unwanted or is_direct(text)),
    )  # fmt: skip
    return case if accused else _with_cadres(case, text, kind, named, directory, index)


def _elsewhere(
    text: str, category: str, kind: str, foreign: Sequence[Mention], spots: frozenset[str]
) -> tuple[str, ...]:
    """Organizations of other places that are to act or are complained about, as written."""
    if not foreign:
        return ()
    meant = [one.mention for one in find_asked(text, foreign, spots)]
    blamed = find_complained(text, foreign, category, kind, bodies=frozenset(), places=frozenset())
    meant += [one.mention for one in blamed]
    return tuple(dict.fromkeys(text[m.start : m.end] for m in meant))


def _is_about(one: Accused, category: str, kind: str, where: tuple[int, ...], index: Index) -> bool:
    """A decision counts if it is of the matter: in 医保局不给报销，求低保 it is but told."""
    if one.deed not in ("decision", "work"):
        return True
    name = one.mention.form.organization
    own = category.startswith(("conduct.", "services.")) or name in index.offices
    return kind != "question" and (own or find_serving(name, category, where, index) is not None)


def _with_cadres(
    case: Case, text: str, kind: str, named: Mentions, directory: Directory, index: Index
) -> Case:
    """Add cadres of a village, community or town that are complained about."""
    if not (named.places or named.cadres) or kind in ("praise", "suggestion"):
        return case
    where = case.where
    own = [
        m
        for m in named.places
        if m.form.surface.endswith(("社区", "村"))
        and not any(c.start < m.end < c.end for c in named.cadres)
    ]
    for mention in (*named.cadres, *own):
        if any(b.start < mention.end and mention.start < b.end for b in named.bodies):
            continue
        # 社区不给, 村里不让: what they do is part of the surface
        sized = mention if mention in own else _titled(mention)
        personal = len(where) == 1 and kind in ("", "complaint", "report")
        deed = cadres_deed(text, sized, near=mention in own, personal=personal)
        if not deed:
            continue
        if len(where) != 1:
            return case._replace(unplaced="decision" if deed == "decision" else "deed")
        office, town = index.offices[where[0]], index.offices[index.town_of(where[0])]
        if mention.form.cadres == "town":
            return case._replace(accused=(town,)) if town else case
        if office != town:
            return case._replace(accused=(office,), graft=deed == "graft")
        return case._replace(village=where[0], graft=deed == "graft")
    if not case.category.startswith("conduct.") or kind not in ("", "complaint", "report"):
        return case
    if len(where) != 1 or directory.places[where[0]].kind in TOWN_KINDS:
        return case
    told = any(where[0] in m.form.places and accuses_cadres(text, m.end) for m in named.places)
    return case._replace(village=where[0]) if told else case


def _titled(mention: Mention) -> Mention:
    surface = mention.form.surface
    verb = 2 if surface.endswith(("不给", "不让")) else 0
    return Mention(mention.start, mention.end - verb, mention.form)


def _in_order(bodies: Sequence[Mention], local: Sequence[Mention]) -> list[Mention]:
    """Organizations and the local offices that are not part of their names."""
    if not local:
        return list(bodies)
    free = (m for m in local if not any(b.start < m.end and m.start < b.end for b in bodies))
    return sorted((*bodies, *free), key=lambda m: m.start)


def _offices_of(
    mentions: Sequence[Mention], where: tuple[int, ...], index: Index
) -> tuple[str, ...]:
    """Names of refused organizations; a 社区 that is no organization of its own is none."""
    names: list[str] = []
    for mention in mentions:
        if not mention.local:
            names.append(mention.form.organization)
        elif len(where) == 1 and mention.form.rank != "district":
            town = index.offices[index.town_of(where[0])]
            own = index.offices[where[0]]
            names.append(town if mention.form.rank == "town" else own if own != town else "")
    return tuple(dict.fromkeys(name for name in names if name))


def _asked(
    text: str,
    bodies: Sequence[Mention],
    local: Sequence[Mention],
    spots: frozenset[str],
    where: tuple[int, ...],
    index: Index,
) -> list[tuple[str, Asked]]:
    """Asked organizations by name; 街道, 社区, 镇政府 stand for the office of the place.

    "" stands for 区里, 区领导 and a 区政府 that is not in the directory.
    """
    offices = {index.offices[n] for n in where}
    here = offices.pop() if len(offices) == 1 else ""
    mentions = _in_order(bodies, [m for m in local if here or m.form.rank == "district"])
    return [
        (
            one.mention.form.organization
            if not one.mention.local
            else here
            if one.mention.form.rank != "district"
            else "",
            one,
        )
        for one in find_asked(text, mentions, spots)
    ]
