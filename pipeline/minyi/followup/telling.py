"""What happened to a matter, in Chinese."""

from __future__ import annotations

from collections.abc import Callable

from minyi.domain import KIND_NAMES, URGENCY_NAMES
from minyi.ledgers import SATISFACTION_NAMES, STEP_NAMES, Actor, Event, Evidence

_CORRECTED = {
    "category": "类别",
    "kind": "性质",
    "urgency": "紧急程度",
    "place": "地点",
    "accused": "被举报单位",
}


def step_of(word: str) -> str:
    """The code of a step given by code or by its Chinese name; the word itself if it is neither."""
    wanted = word.strip()
    return next((code for code, name in STEP_NAMES.items() if wanted in (code, name)), wanted)


def told(event: Event, category: Callable[[str], str] = str) -> str:
    """What an event says beside its name: who got it, until when, with what proof, and why."""
    p = event.payload
    parts: list[str] = []
    if event.step in ("register", "assign", "reassign"):
        who = " ".join(filter(None, (p["organization"], p["person"])))
        verb = "拟交" if event.step == "register" else "交"
        parts.append(f"{verb}{who}，期限 {p['deadline']}")
    elif event.step == "return":
        parts.append(f"{p['from']}退回{p['organization']}")
    elif event.step == "assist":
        parts.append("、".join(p["organizations"]))
    elif event.step in ("accept", "start"):
        parts.append(f"责任人 {p['person']}" if p["person"] else "")
    elif event.step in ("ask", "grant", "resume", "redo"):
        parts.append(f"期限 {p['deadline']}")
    elif event.step == "request":
        parts.append(f"措施：{p['measures']}")
        parts.append("凭证：" + "；".join(proof(Evidence(**one)) for one in p["evidence"]))
    elif event.step == "answer":
        parts.append(f"{p['answer']}（{SATISFACTION_NAMES.get(p['satisfaction'], '')}）")
    elif event.step == "chase":
        parts.append(p["level"])
    elif event.step == "correct":
        parts += [_corrected(name, value, category) for name, value in p["changes"].items()]
    elif event.step == "merge":
        parts.append(f"并入事项 {p['lead']}")
    elif event.step in ("absorb", "release"):
        parts.append(f"事项 {p['duplicate']}")
    parts.append(event.why)
    return "；".join(filter(None, parts))


def proof(evidence: Evidence) -> str:
    """Words, or the file with the beginning of its SHA-256."""
    file = f"{evidence.name or '附件'}（{evidence.sha256[:12]}）" if evidence.sha256 else ""
    return " ".join(filter(None, (evidence.text, file)))


def actor_of(event: Event) -> str:
    return str(Actor(event.who, event.role, event.organization))


def _corrected(name: str, value: str, category: Callable[[str], str]) -> str:
    shown = {"category": category(value), "kind": KIND_NAMES.get(value, value)}
    shown["urgency"] = URGENCY_NAMES.get(value, value)
    return f"{_CORRECTED.get(name, name)}改为{shown.get(name, value)}"
