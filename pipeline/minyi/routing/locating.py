"""Where a matter is: the table's place column first, the text within it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from minyi.routing.index import Index, Mention

_PREFIX = re.compile(r"^[\u4e00-\u9fff]{1,6}?[省市区县旗州]+(?=[\u4e00-\u9fff]{2})")


def hinted(hint: str, index: Index) -> tuple[int, ...]:
    """Places that a cell of the place column may mean: (), one, or homonyms."""
    hint = "".join(hint.split())
    if not hint:
        return ()
    known = index.hints.get(hint)
    if known is None:
        known = index.hints[hint] = _read_hint(hint, index)
    return known


def locate(hint: tuple[int, ...], mentions: Sequence[Mention], index: Index) -> tuple[int, ...]:
    """Combine column and text: (place,) where certain, () for none, several where they differ.

    A known column wins: the text may only name something finer inside it, or tell homonyms apart.
    """
    groups = [mention.form.places for mention in mentions]
    if not hint:
        return _combine(groups, index)
    kept: list[tuple[int, ...]] = [hint]
    for group in groups:
        related = tuple(n for n in group if any(_nested(n, h, index) for h in hint))
        if related:
            kept.append(related)
    found = _combine(kept, index)
    return found if len(found) == 1 or len(hint) > 1 else hint


def _read_hint(hint: str, index: Index) -> tuple[int, ...]:
    for candidate in _shorter(hint):
        if candidate in index.numbers:
            return index.numbers[candidate]
    for candidate in _shorter(hint):
        places = index.mentions(candidate).places
        if places:
            return _combine([mention.form.places for mention in places], index)
    for candidate in _shorter(hint):  # 东关光明路3号: a short name before the rest of an address
        for size in range(min(len(candidate), 6), 1, -1):
            if candidate[:size] in index.numbers:
                return index.numbers[candidate[:size]]
    office = index.by_alias.get(hint, "")
    return tuple(n for n in range(len(index.chains)) if office and _seat(n, office, index))[:1]


def _seat(number: int, office: str, index: Index) -> bool:
    return index.offices[number] == office and len(index.chains[number]) == 1


def _shorter(hint: str) -> list[str]:
    """The hint, then without 河北省, 石家庄市, 清河区 before it."""
    forms = [hint]
    while (match := _PREFIX.match(forms[-1])) and len(forms) < 4:
        forms.append(forms[-1][match.end() :])
    return forms


def _nested(one: int, other: int, index: Index) -> bool:
    return one in index.chains[other] or other in index.chains[one]


def _combine(groups: Iterable[tuple[int, ...]], index: Index) -> tuple[int, ...]:
    """One place out of all that are named: the finest; the common town of several; or all."""
    groups = list(dict.fromkeys(groups))
    if not groups:
        return ()
    certain = [group[0] for group in groups if len(group) == 1]
    chosen: list[int] = []
    for group in groups:
        fitting = [n for n in group if any(_nested(n, c, index) and n != c for c in certain)]
        chosen.extend(fitting if len(group) > 1 and fitting else group)
    covered = {upper for n in chosen for upper in index.chains[n][1:]}
    finest = tuple(dict.fromkeys(n for n in chosen if n not in covered))
    if len(finest) < 2:
        return finest
    homonyms = any(set(group) >= set(finest) for group in groups)
    towns = {index.town_of(n) for n in finest}
    return tuple(towns) if len(towns) == 1 and not homonyms else finest
