"""Which model an office serves with: candidates compared, promoted, rolled back, all recorded."""

from minyi.promotion.comparison import Comparison, LabelChange, Side, compare
from minyi.promotion.gate import PromotionRefusedError, objections, verdict
from minyi.promotion.store import Serving, catch_up, history, promoted_folder, serving
from minyi.promotion.switching import Installed, installed, promote, rollback

__all__ = [
    "Comparison",
    "Installed",
    "LabelChange",
    "PromotionRefusedError",
    "Serving",
    "Side",
    "catch_up",
    "compare",
    "history",
    "installed",
    "objections",
    "promote",
    "promoted_folder",
    "rollback",
    "serving",
    "verdict",
]
