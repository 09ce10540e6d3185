"""Look-ups over a directory, built once: surfaces in one automaton, duties by key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import ahocorasick

from minyi.domain import Route
from minyi.routing.elsewhere import begins_elsewhere
from minyi.routing.gazetteer import (
    Mode,
    core_of,
    organization_surfaces,
    own_name,
    place_surfaces,
    stands_whole,
)
from minyi.routing.local import Rank, local_cadres, local_offices
from minyi.routing.model import EVERYTHING, TOWN_KINDS, Directory, Duty, Organization
from minyi.routing.screen import Screen
from minyi.taxonomy import group_of

_WORTH_SCREENING = 64  # texts; below that building the screen costs more than it saves
ANYWHERE = -1  # stands for the whole district among place numbers

_OWN = tuple("我本全各该这那咱俺们一下回")  # 我们镇崔马坊村, 下乡


@dataclass(slots=True)
class Form:
    """What one surface may stand for."""

    surface: str
    places: tuple[int, ...] = ()
    mode: Mode = "free"
    organization: str = ""
    local: int = 0  # 请街道, 社区能不能: where 街道 or 社区 begins, from 1; 0 where it is none
    local_end: int = 0
    rank: Rank = ""  # of the local office
    cadres: Rank = ""  # 村支书, 社区主任: people of whatever village or town the matter is in


@dataclass(frozen=True, slots=True)
class Mention:
    """A surface as it stands in a text."""

    start: int
    end: int
    form: Form
    local: bool = False  # 街道, 社区, 镇政府: the office of whatever place the matter is in


class Mentions(NamedTuple):
    """What a text names: longest surfaces first, none of a kind overlapping, in order."""

    places: list[Mention]
    bodies: list[Mention]
    local: list[Mention]  # 请街道, 社区能不能
    cadres: list[Mention]  # 村支书
    foreign: list[Mention]  # 西湖区教育局, from its first character


_NOTHING = Mentions([], [], [], [], [])


@dataclass(slots=True)
class Index:
    """Everything that a decision looks up."""

    district: str
    organizations: dict[str, Organization]
    chains: list[tuple[int, ...]]  # place number → itself, then its town
    offices: list[str]  # place number → the office of that place or of its town, "" for none
    numbers: dict[str, tuple[int, ...]]  # any surface → place numbers
    leads: dict[tuple[str, int], Duty]
    assists: dict[tuple[str, int], list[Duty]]
    by_organization: dict[str, list[tuple[Duty, frozenset[int]]]]
    by_alias: dict[str, str]  # any surface of an organization → its name
    automaton: Any
    receiving: frozenset[str]  # organizations that complaints are brought to
    routes: dict[tuple[Any, ...], Route] = field(default_factory=dict)
    hints: dict[str, tuple[int, ...]] = field(default_factory=dict)
    plain: dict[tuple[Any, ...], Route] = field(default_factory=dict)  # nobody is named
    screen: Screen | None = None

    def may_name(self, texts: Sequence[str]) -> list[bool]:
        """Quick and for many texts: False where no surface can be found."""
        if len(texts) < _WORTH_SCREENING:
            return [True] * len(texts)
        if self.screen is None:
            self.screen = Screen(self.automaton.keys())
        return self.screen.look(texts)

    def mentions(self, text: str) -> Mentions:
        """Everything in a text that may bear on its route."""
        found = [Mention(end + 1 - len(form.surface), end + 1, form)
                 for end, form in self.automaton.iter(text)]  # fmt: skip
        if not found:
            return _NOTHING
        places, bodies, local, cadres, foreign = _NOTHING
        for m in found:
            form = m.form
            if form.places and stands_whole(text, m.start, m.end, form.mode):
                places = [*places, m]
            if form.organization:
                begin = begins_elsewhere(text, m.start, form.surface, self.district)
                if begin < 0:
                    bodies = [*bodies, m]
                else:
                    foreign = [*foreign, Mention(begin, m.end, form)]
            if form.local:
                start, end = m.start + form.local - 1, m.start + form.local_end
                local = [*local, Mention(start, end, form, True)]
            if form.cadres:
                cadres = [*cadres, m]
        bodies = _longest(bodies)
        if foreign:  # 教育局 within 西湖区教育局 is not ours; 市, within 青岛市临水区教育局, is
            foreign = [f for f in _longest(foreign) if not _within(f, bodies)]
            bodies = [b for b in bodies if not _within(b, foreign)]
        places = self._ours(text, _longest(places))
        return Mentions(places, bodies, _longest(local), _longest(cadres), foreign)

    def _ours(self, text: str, places: list[Mention]) -> list[Mention]:
        """Without the places of other towns and counties: 石桥村 in 大坳乡石桥村 is not ours."""
        kept: list[Mention] = []
        for mention in places:
            left = text[: mention.start]
            within = left.endswith(("镇", "乡", "县")) and not left.endswith(self.district)
            if not within or (kept and kept[-1].end == mention.start) or left[-2:-1] in _OWN:
                kept.append(mention)
        return kept

    def town_of(self, number: int) -> int:
        return self.chains[number][-1]


def index_of(directory: Directory) -> Index:
    """The look-ups of a directory, built on first use and kept with it."""
    index: Index | None = directory.cache.get("index")
    if index is None:
        index = directory.cache["index"] = _build(directory)
    return index


def category_keys(category: str) -> tuple[str, str, str]:
    """What a duty may name to serve a category, the most specific first."""
    return category, group_of(category), EVERYTHING


def _within(one: Mention, others: list[Mention]) -> bool:
    return any(other.start <= one.start and one.end <= other.end for other in others)


def _longest(mentions: list[Mention]) -> list[Mention]:
    if len(mentions) < 2:
        return mentions
    mentions.sort(key=lambda m: (m.start, -m.end))
    kept: list[Mention] = []
    for mention in mentions:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _build(directory: Directory) -> Index:
    forms: dict[str, Form] = {}
    numbers = _add_places(directory, forms)
    by_alias = _add_organizations(directory, forms)
    _add_local_offices(forms, directory.name)
    chains = [_chain(number, directory, numbers) for number in range(len(directory.places))]
    automaton = ahocorasick.Automaton()
    for surface, form in forms.items():
        automaton.add_word(surface, form)
    automaton.make_automaton()
    leads: dict[tuple[str, int], Duty] = {}
    assists: dict[tuple[str, int], list[Duty]] = {}
    by_organization: dict[str, list[tuple[Duty, frozenset[int]]]] = {}
    for duty in directory.duties:
        where = [n for place in duty.places for n in numbers.get(place, ())]
        if duty.places and not where:
            continue  # its places are in no gazetteer: it must not spread over the district
        by_organization.setdefault(duty.organization, []).append((duty, frozenset(where)))
        for number in where or [ANYWHERE]:
            for category in duty.categories:
                if duty.lead:
                    leads.setdefault((category, number), duty)
                else:
                    assists.setdefault((category, number), []).append(duty)
    return Index(
        district=directory.name,
        organizations={one.name: one for one in directory.organizations},
        chains=chains,
        offices=_offices(directory, chains, by_alias, by_organization),
        numbers=numbers,
        leads=leads,
        assists=assists,
        by_organization=by_organization,
        by_alias=by_alias,
        automaton=automaton,
        receiving=frozenset(one.name for one in directory.organizations if one.role),
    )


def _add_places(directory: Directory, forms: dict[str, Form]) -> dict[str, tuple[int, ...]]:
    """Enter all place surfaces; given ones beat generated ones, towns beat what lies in them."""
    given: dict[str, tuple[set[int], Mode]] = {}
    made: dict[str, tuple[set[int], Mode]] = {}
    order = sorted(
        range(len(directory.places)), key=lambda n: directory.places[n].kind not in TOWN_KINDS
    )
    for number in order:
        place = directory.places[number]
        for surface, mode, by_office in place_surfaces(place):
            table = given if by_office else made
            owners = table.setdefault(surface, (set(), mode))[0]
            town = next((o for o in owners if directory.places[o].kind in TOWN_KINDS), None)
            if by_office or town is None or place.kind in TOWN_KINDS:
                owners.add(number)
    numbers: dict[str, tuple[int, ...]] = {}
    for surface, (owners, mode) in (*given.items(), *made.items()):
        if surface not in numbers and len(surface) > 1:
            numbers[surface] = tuple(sorted(owners))
            forms[surface] = Form(surface, numbers[surface], mode)
    return numbers


def _add_organizations(directory: Directory, forms: dict[str, Form]) -> dict[str, str]:
    given: dict[str, str] = {}
    made: dict[str, set[str]] = {}
    for one in directory.organizations:
        for surface, by_office in organization_surfaces(one, directory.name):
            if by_office:
                given.setdefault(surface, one.name)
            else:
                made.setdefault(surface, set()).add(one.name)
    given.update(
        (surface, next(iter(owners)))
        for surface, owners in made.items()
        if surface not in given and len(owners) == 1
    )
    for surface, name in given.items():
        if len(surface) > 1:
            forms.setdefault(surface, Form(surface)).organization = name
    return given


def _add_local_offices(forms: dict[str, Form], district: str) -> None:
    for surface, start, end, rank in local_offices(district):
        form = forms.setdefault(surface, Form(surface))
        form.local, form.local_end, form.rank = start, end, rank
    for surface, rank in local_cadres():
        forms.setdefault(surface, Form(surface)).cadres = rank


def _chain(
    number: int, directory: Directory, numbers: dict[str, tuple[int, ...]]
) -> tuple[int, ...]:
    chain = [number]
    parent = directory.places[number].parent
    while parent:
        towns = [n for n in numbers.get(parent, ()) if n not in chain]
        if len(towns) != 1:
            break
        chain.append(towns[0])
        parent = directory.places[towns[0]].parent
    return tuple(chain)


def _offices(
    directory: Directory,
    chains: list[tuple[int, ...]],
    by_alias: dict[str, str],
    by_organization: dict[str, list[tuple[Duty, frozenset[int]]]],
) -> list[str]:
    """The office of each place: the one named after it, else the one that leads only there."""
    serving: dict[int, str] = {}
    for name, duties in by_organization.items():
        led = [where for duty, where in duties if duty.lead]
        for number in {n for where in led for n in where} if all(led) else ():
            serving.setdefault(number, name)

    def candidates(number: int) -> Iterator[str]:
        for step in chains[number]:
            name = directory.places[step].name
            core = core_of(own_name(directory.places[step]))
            for surface in (name, f"{core}街道办事处", f"{core}镇政府", f"{core}乡政府"):
                if directory.places[step].kind in TOWN_KINDS or surface == name:
                    yield by_alias.get(surface, "")
            yield serving.get(step, "")

    return [next(filter(None, candidates(n)), "") for n in range(len(directory.places))]
