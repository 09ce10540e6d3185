"""The rules in their precedence over what a text was found to say, each with its reason."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from math import ceil

from minyi.domain import Route
from minyi.routing.case import Case, Guess
from minyi.routing.duties import find_assisting, find_lead, find_serving, superiors
from minyi.routing.elsewhere import is_proper
from minyi.routing.index import ANYWHERE, Index, index_of
from minyi.routing.learned import chosen
from minyi.routing.model import Directory, Duty
from minyi.taxonomy import UNCLEAR, load_taxonomy

_LOOK = "，请人工确认"


def decide(case: Case, directory: Directory, index: Index) -> Route:
    """Apply the rules; their precedence is documented at `route_all`."""
    made = _decide(case, directory, index)
    if not case.elsewhere:
        return made
    named = "、".join(f"“{one}”" for one in case.elsewhere)
    review = made.needs_review or any(map(is_proper, case.elsewhere))
    told = f"{made.reason.removesuffix(_LOOK)}；点名的{named}不在本单位名录"
    return replace(made, reason=told + _LOOK if review else told, needs_review=review)


def _decide(case: Case, directory: Directory, index: Index) -> Route:
    name = directory.category_names.get(case.category) or load_taxonomy().name(case.category)
    base, certain = _by_duty(case, name, directory, index)
    if case.guess and case.silent:
        return _by_guess(case, case.guess, base, certain, name, directory, index)
    if not case.asked and case.greeted:
        able = [one for one in case.greeted if _is_able(one, case, directory, index)]
        case = case._replace(asked=tuple(able))
    if case.passed and not case.graft and not set(case.asked) - set(case.passed):
        return _to_clear_up(case, base, directory, index)
    if case.asked:
        return _to_asked(case, base, certain, name, directory, index)
    if case.accused:
        return _to_superior(case, base, directory, index)
    if case.village >= 0 and case.category != "conduct.integrity":
        office, here = index.offices[case.village], directory.places[case.village].name
        if office and office not in case.refused:
            reason = f"反映的是“{here}”干部的问题，交其上级“{office}”办理"
            return _made(office, reason, index, assisting=_watching(case, base, index), place=here)
    if case.unplaced and case.category != "conduct.integrity":
        return _of_unknown_place(case, base, directory, index)
    if case.above:
        last = directory.fallback
        reason = f"来信请区里直接处理，由统筹单位“{last}”协调，请人工确认"
        helpers = () if base.organization in case.refused else (base.organization,)
        return _made(
            last, reason, index, assisting=helpers, place=base.place, needs_review=True,
            excluded=case.refused,
        )  # fmt: skip
    if base.organization in case.refused:
        return _instead(case, base, directory, index)
    if base.organization in case.idle:
        parent = next(iter(superiors(base.organization, index)), "")
        if parent:
            told = f"{base.reason}；反映其未予办理，请其上级“{parent}”督办"
            return replace(base, reason=told, assisting=tuple(dict.fromkeys(
                (parent, *base.assisting))))  # fmt: skip
    if set(case.refused) & set(base.assisting):
        kept = tuple(one for one in base.assisting if one not in case.refused)
        return replace(base, assisting=kept)
    return base


def _by_duty(case: Case, name: str, directory: Directory, index: Index) -> tuple[Route, bool]:
    """Route by category and place; (route, does a duty stand behind it)."""
    duty, by_place, unsure = find_lead(case.category, case.where, index)
    assisting = find_assisting(case.category, case.where, index)
    if case.category == UNCLEAR:
        own = index.leads.get((UNCLEAR, ANYWHERE))
        last = own.organization if own else case.given or directory.fallback
        role = "统筹单位" if last == directory.fallback else ""
        reason = f"内容无效或看不出具体事项，由{role}{last}协调，请人工确认"
        return _made(last, reason, index, duty=own, needs_review=True), False
    if duty is None:
        last, why = directory.fallback, "由统筹单位{}协调"
        if case.given:
            last, why = case.given, "表中原承办单位是{}，先转该单位"
        reason = f"没有单位分管“{name}”，{why.format(last)}，请人工确认"
        return _made(last, reason, index, assisting=assisting, needs_review=True), False
    lead, place = duty.organization, ""
    if by_place:
        told = [directory.places[n].name for n in case.where]
        place = told[0] if len(told) == 1 else ""
        reason = f"发生在{'或'.join(told)}，“{name}”由{lead}主办"
    elif unsure:
        told = [_full_name(n, directory, index) for n in case.where]
        reason = f"地点可能是{'或'.join(told)}，不能确定，“{name}”先由{lead}主办，请人工确认"
    else:
        reason = f"类别“{name}”由{lead}主办"
    made = _made(
        lead, reason, index, duty=duty, assisting=assisting, place=place, needs_review=unsure
    )
    return made, True


def _by_guess(
    case: Case,
    guess: Guess,
    base: Route,
    certain: bool,
    name: str,
    directory: Directory,
    index: Index,
) -> Route:
    lead = chosen(case, guess, directory, index)
    if not lead:
        return base
    told = f"按以往派单记录的模型（把握 {guess.percent}%），“{name}”由{lead}主办"
    other = certain and base.organization != directory.fallback
    reason = f"{told}；按分工应由{base.organization}主办" if other else told
    review = not guess.sure
    return _made(
        lead,
        f"{reason}，请人工确认" if review else reason,
        index,
        duty=find_serving(lead, case.category, case.where, index),
        assisting=base.assisting,
        place=base.place,
        needs_review=review,
    )


def _full_name(number: int, directory: Directory, index: Index) -> str:
    """A village with its town before it, so that homonyms differ."""
    name = directory.places[number].name
    town = directory.places[index.town_of(number)].name
    return name if name.startswith(town) else town + name


def _to_asked(
    case: Case, base: Route, certain: bool, name: str, directory: Directory, index: Index
) -> Route:
    able = [one for one in case.asked if _is_able(one, case, directory, index)]
    lead = (able or case.asked)[0]
    others = () if case.either else tuple(one for one in case.asked if one != lead)
    competent = base.organization if certain else ""
    reason = f"来信请{lead}处理"
    if not able:
        others = (competent, *others)
        serving = f"“{name}”平时由{competent}主办" if competent else f"“{name}”不归其分管"
        reason = f"{reason}，但{serving}，请人工确认"
    elif case.accused:
        reason = f"{reason}，反映的是{'、'.join(case.accused)}"
    elif not case.either:
        others = (competent, *others)
    return _made(
        lead,
        reason,
        index,
        duty=find_serving(lead, case.category, case.where, index),
        assisting=(*others, *base.assisting),
        place=base.place,
        needs_review=not able,
        excluded=(*case.accused, *case.refused),
    )


def _is_able(organization: str, case: Case, directory: Directory, index: Index) -> bool:
    """May this organization take the matter: by duty, by role, or as superior of the accused?"""
    role = index.organizations[organization].role
    if role == "coordinating" or organization == directory.fallback:
        return True
    if role == "discipline" and case.category.startswith("conduct."):
        return True
    if any(organization in superiors(one, index) for one in case.accused):
        return True
    return find_serving(organization, case.category, case.where, index) is not None


def _to_superior(case: Case, base: Route, directory: Directory, index: Index) -> Route:
    first = case.accused[0]
    never = {*case.accused, *case.refused}
    watching = _watching(case, base, index)
    if case.graft or case.category == "conduct.integrity":
        body = _discipline(directory, never)
        if body:
            reason = f"反映的是“{first}”的廉政问题，交纪检监察机构“{body}”办理"
            return _made(body, reason, index, place=base.place)
    above = next((one for one in superiors(first, index) if one not in never), "")
    if above:
        reason = f"反映的是“{first}”的问题，交其上级“{above}”办理"
        return _made(above, reason, index, assisting=watching, place=base.place)
    last = directory.fallback
    reason = f"反映的是“{first}”的问题，没有可交的上级，由统筹单位“{last}”协调，请人工确认"
    return _made(
        last, reason, index, assisting=watching, place=base.place, needs_review=True,
        excluded=tuple(never),
    )  # fmt: skip


def _to_clear_up(case: Case, base: Route, directory: Directory, index: Index) -> Route:
    """Each says that another is competent: whoever is above all of them must settle it."""
    last = directory.fallback
    named = "、".join(f"“{one}”" for one in case.passed)
    reason = f"反映{named}互相推诿、都不受理，由统筹单位“{last}”协调明确责任单位{_LOOK}"
    known = tuple(one for one in case.passed if one in index.organizations)
    return _made(
        last, reason, index, assisting=known, place=base.place, needs_review=True,
        excluded=case.refused,
    )  # fmt: skip


def _of_unknown_place(case: Case, base: Route, directory: Directory, index: Index) -> Route:
    """Cadres of a village or community that is not known: there is no parent to be found."""
    body = _discipline(directory, case.refused) if case.unplaced == "deed" else ""
    if body:
        reason = f"反映的是基层干部的问题，但不知是哪里的，交纪检监察机构“{body}”办理，请人工确认"
    else:
        body = directory.fallback
        reason = f"反映的是基层干部的问题，但不知是哪里的，由统筹单位“{body}”协调，请人工确认"
    return _made(body, reason, index, needs_review=True, excluded=case.refused)


def _instead(case: Case, base: Route, directory: Directory, index: Index) -> Route:
    """Whoever takes the matter where the writer refuses the organization that is competent."""
    first = base.organization
    above = next((one for one in superiors(first, index) if one not in case.refused), "")
    if above and first != directory.fallback:
        reason = f"来信要求不再转“{first}”，交其上级“{above}”办理"
        return _made(above, reason, index, assisting=base.assisting, place=base.place,
                     excluded=case.refused)  # fmt: skip
    last = directory.fallback
    reason = f"来信要求不再转“{first}”，由统筹单位“{last}”协调，请人工确认"
    return _made(
        last, reason, index, assisting=base.assisting, place=base.place, needs_review=True,
        excluded=case.refused,
    )  # fmt: skip


def _watching(case: Case, base: Route, index: Index) -> tuple[str, ...]:
    """The discipline body that the directory gives conduct to: it assists the parent."""
    body = index.organizations.get(base.organization)
    watches = body and body.role == "discipline" and case.category.startswith("conduct.")
    return (base.organization,) if watches and base.organization not in case.accused else ()


def _discipline(directory: Directory, never: Container[str]) -> str:
    bodies = (one.name for one in directory.organizations if one.role == "discipline")
    return next((one for one in bodies if one not in never), "")


def route_to(
    organization: str, category: str, decided: Route, directory: Directory
) -> Route | None:
    """The same matter with an organization that a person chose; None where it is not known.

    Whoever assists by the directory still does; contact and terms are those of the new
    organization for this category at the place of `decided`.

    Args:
        organization: Full name, as in the directory.
        category: Leaf code.
        decided: The route so far; its place counts.
        directory: The office.
    """
    index = index_of(directory)
    if organization not in index.organizations:
        return None
    duty = find_serving(organization, category, index.numbers.get(decided.place, ()), index)
    return _made(
        organization,
        decided.reason,
        index,
        duty=duty,
        assisting=decided.assisting,
        place=decided.place,
    )


def _made(
    lead: str,
    reason: str,
    index: Index,
    *,
    duty: Duty | None = None,
    assisting: tuple[str, ...] = (),
    place: str = "",
    needs_review: bool = False,
    excluded: tuple[str, ...] = (),
) -> Route:
    """Add what the directory says of the leading organization."""
    body = index.organizations.get(lead)
    urgent: float = body.urgent_days if body else 1
    normal = body.normal_days if body else 15
    if duty is not None and duty.urgent_days is not None:
        urgent = duty.urgent_days
    if duty is not None and duty.normal_days is not None:
        normal = duty.normal_days
    helpers = dict.fromkeys(one for one in assisting if one and one != lead)
    return Route(
        organization=lead,
        reason=reason,
        needs_review=needs_review,
        assisting=tuple(one for one in helpers if one not in excluded),
        contact=body.contact if body else "",
        place=place,
        urgent_days=max(1, ceil(urgent)),
        normal_days=normal,
    )
