"""One slip → its matters: what a person put on one sheet goes to more than one organization."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from minyi.splitting.reading import NOTE

__all__ = ["split", "split_all"]

# Without any of these a text is one matter. All alternatives begin with a literal, which lets
# `re` run over the text by one character set.
_GUARD: Final = re.compile(
    r"二是|二就是|二则是|二[、.．)）:：]|\n[^\S\n]*[二2２]|其[二次]|"
    r"2[、.．)）:： ]|；2[一-鿿]|;2[一-鿿]|。2[一-鿿]|，2[一-鿿]|,2[一-鿿]|２|②|⑵|⒉|㈡|❷|Ⅱ|"
    r"题[二2]|題[二2]|求[二2]|议[二2]|議[二2]|项[二2]|項[二2]|况[二2]|況[二2]|见[二2]|見[二2]|"
    r"第[二三23][,，、:：是就个個件点點条條项項桩樁]|"
    r"另|此外|除此|还有|还[想请反投举咨希建再]|还要[请问说提反投咨建]|還|以及|最[后後][再还還想]|"
    r"再[有者就一]|再[说說讲講问問提反][个個一件,，问問映]|再投诉|再投訴|再举报|再舉報|再咨[询詢]|"
    r"顺[便带]|順|并[反咨投]|並[反諮咨投]|又[反咨投]|同[时時](?:[,，还還也想请請希建反投咨问問举舉]|[顺順])|也[想要请請][请請问問说說提建]|"
    r"一个是|一个就是|一個|说[个件]|說[個件]|讲[个件]|講[個件]|"
    r"•|●|◆|■|▲|★|\n[^\n]+\n|\n[^\S\n]*[-·*>✓☆○◇□–—▪◦‧∙]"
)
SameMatter = Callable[[str, str], bool]


def split_all(texts: Iterable[str], *, same_matter: SameMatter | None = None) -> list[list[str]]:
    """The matters of every slip.

    Args:
        texts: Slips as written; a title, where there is one, on the first line.
        same_matter: Judges two neighbouring passages where the words alone leave doubt, such as
            behind 另外 or 还有; True keeps them together. Without it doubt keeps them together.

    Returns:
        For each slip its matters in order, each a passage as written. List numbers may be left
        out, nothing else that means anything. A slip of one matter is returned unchanged.
    """
    search, note = _GUARD.search, NOTE.search
    return [_split(text, same_matter) if search(text) or note(text) else [text] for text in texts]


def split(text: str, *, same_matter: SameMatter | None = None) -> list[str]:
    """The matters of one slip; see `split_all`."""
    return split_all([text], same_matter=same_matter)[0]


def _split(text: str, same_matter: SameMatter | None) -> list[str]:
    from minyi.splitting.cutting import cut  # its patterns cost 40 ms: only slips that need them

    return cut(text, same_matter)
