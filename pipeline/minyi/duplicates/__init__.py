"""Near-duplicates: slips that tell of one and the same matter. Pure: texts in, proposals out.

Precision before recall: two matters taken for one lose a citizen's voice, one taken for two costs a
second look.
"""

from __future__ import annotations

from minyi.duplicates.finding import FLOOR, WINDOW, Duplicate, find_duplicates
from minyi.duplicates.places import named_places

__all__ = ["FLOOR", "WINDOW", "Duplicate", "find_duplicates", "named_places"]
