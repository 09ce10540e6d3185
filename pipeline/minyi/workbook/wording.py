"""How the list says that a person has decided: 派单理由 and 备注 of corrected matters."""

from __future__ import annotations

from dataclasses import dataclass

from minyi import clean
from minyi.domain import URGENCY_NAMES, Review, Route
from minyi.workbook.ledger import WAITING, waiting_remark
from minyi.workbook.record import Basis
from minyi.workbook.rules import Rules

_GROUNDS = "紧急依据："  # how the line of a reason begins that tells why a matter is urgent


@dataclass(frozen=True, slots=True)
class Decided:
    """One corrected matter before it is put into its row."""

    review: Review
    category: tuple[str, str]  # codes
    organization: tuple[str, str]
    urgency: tuple[str, str]  # codes
    route: Route | None  # None where the organization stays
    basis: tuple[Basis | None, Basis]


def reworded(decided: Decided, before: str, rules: Rules) -> str:
    """Who decided what; what the rules said stays as far as it still holds."""
    review, name = decided.review, rules.taxonomy.name
    said = []
    recategorized = decided.category[0] != decided.category[1]
    (old, new), again = decided.organization, decided.organization[0] != decided.organization[1]
    if recategorized:
        said.append(f"由“{name(decided.category[0])}”改为“{name(decided.category[1])}”")
        said.append(f"改派{new}" if again else f"仍由{new}主办")
    elif again:
        said.append(f"由{old}改派{new}")
    was, now = (URGENCY_NAMES[code] for code in decided.urgency)
    if was != now:
        said.append(f"紧急程度由“{was}”改为“{now}”")
    who = " ".join(filter(None, (review.reviewer, str(review.reviewed_on or ""))))
    line = f"人工复核：{who}{' ' if who else ''}{'，'.join(said) or '确认无误'}"
    kept = [
        one
        for one in before.split("\n")
        if one and (was == now if one.startswith(_GROUNDS) else not (recategorized or again))
    ]
    return "\n".join([line, *kept])


def remarked(decided: Decided, why: str, reason: str, before: str) -> str:
    """已复核 instead of 待人工复核 and why; whatever else stands there stays.

    Args:
        decided: The corrected matter.
        why: What 待人工复核 says.
        reason: 派单理由 before.
        before: 备注 before.
    """
    review, route = decided.review, decided.route
    told = f"已复核：{review.note}" if review.note else "已复核"
    lines = before.split("\n") if before else []
    waiting = next((i for i, one in enumerate(lines) if one.startswith(WAITING)), None)
    if waiting is not None:
        line = lines[waiting]
        # Whatever a person has written behind it stays; older lists repeat the reason.
        ours = (f"{WAITING}：{why}", waiting_remark(why, reason.split("\n")[0]))
        said = next((one for one in ours if line.startswith(one)), WAITING)
        lines[waiting] = told + line.removeprefix(said)
    elif told not in lines:
        lines.append(told)
    if route is not None and route.needs_review:
        lines.append(f"责任单位请再确认：{clean.mask(route.reason)}")
    return "\n".join(lines)
