"""What a text is as a whole, where no rule found a danger in it."""

from __future__ import annotations

from minyi.triage.figures import sounds_like, wished
from minyi.triage.lexicon import WordLists

# Cues that say enough about a whole text, the surest first → the cue that they stand for.
_WHOLE = {
    "praise": "praise",
    "mended": "mended",
    "drill": "drill",
    "policy": "policy",
    "formality": "policy",
    "past": "past",
    "elsewhere": "elsewhere",
    "unconnected": "unconnected",
    "slight": "slight",
    "recurring": "recurring",
    "suggest": "suggested",
}
_OWED = 4  # characters between what is owed and the word that says it is still outstanding


def look_alike(words: WordLists, text: str, feared: bool) -> tuple[str, str] | None:
    """The cue that a text as a whole gives, and its word; None where it gives none."""
    if words["plea"].search(text):
        return None
    if sounds_like(text):
        return "simile", "像"
    wish = wished(text)
    if wish:
        return "unconnected", wish
    now = _goes_on(words, text)
    for cue, name in _WHOLE.items():
        found = words[cue].search(text)
        if found is None or (now and cue in ("past", "suggest")):
            continue
        doubtful = (cue == "policy" and (now or feared)) or cue == "formality"
        if doubtful and words["question"].search(text) is None:
            continue
        return name, found[0]
    return None


def _goes_on(words: WordLists, text: str) -> bool:
    """Whether something goes on other than the waiting for money: 去年昏迷，报销还没下来."""
    return any(
        words["policy"].search(text, max(0, match.start() - _OWED), match.end() + _OWED) is None
        for match in words["now"].finditer(text)
    )
