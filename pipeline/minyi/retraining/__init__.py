"""Labelled rows → a model folder: checks, training, held-out figures, the model card."""

from minyi.retraining.card import CARD_NAME, model_card
from minyi.retraining.checking import (
    FEWEST_ROWS,
    FINDINGS_NAME,
    Finding,
    check_rows,
    counts,
    findings_csv,
    mostly_titled,
    with_titles,
)
from minyi.retraining.dates import date_column, date_headers, days
from minyi.retraining.near_copies import NearCopy, copy_groups, find_near_copies, near_findings
from minyi.retraining.picture import PICTURE_NAME, confusion_picture
from minyi.retraining.recipes import RECIPES, Recipe, train_best
from minyi.retraining.reviewed import (
    Answer,
    Joined,
    asked_by,
    asked_of,
    is_review_store,
    join_answers,
    last_answers,
    stored_columns,
)
from minyi.retraining.rivals import RETURNED, Rivals, rivals_of
from minyi.retraining.suspects import suspect_labels
from minyi.retraining.training import Trained, train

__all__ = [
    "CARD_NAME",
    "FEWEST_ROWS",
    "FINDINGS_NAME",
    "PICTURE_NAME",
    "RECIPES",
    "RETURNED",
    "Answer",
    "Finding",
    "Joined",
    "NearCopy",
    "Recipe",
    "Rivals",
    "Trained",
    "asked_by",
    "asked_of",
    "check_rows",
    "confusion_picture",
    "copy_groups",
    "counts",
    "date_column",
    "date_headers",
    "days",
    "find_near_copies",
    "findings_csv",
    "is_review_store",
    "join_answers",
    "last_answers",
    "model_card",
    "mostly_titled",
    "near_findings",
    "rivals_of",
    "stored_columns",
    "suspect_labels",
    "train",
    "train_best",
    "with_titles",
]
