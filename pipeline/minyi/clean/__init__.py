"""Clean text: one normal form for classification, and personal data masked. Pure str → str."""

from minyi.clean.batches import FEW, CharacterMap, Guard, members
from minyi.clean.characters import shown
from minyi.clean.labelled_names import hide_names
from minyi.clean.masked_cells import mask_cell, mask_name, mask_phone, mask_row
from minyi.clean.masking import has_personal_data, mask, mask_all
from minyi.clean.normal_form import normalize, normalize_all
from minyi.clean.traditional import simplified

__all__ = [
    "FEW",
    "CharacterMap",
    "Guard",
    "has_personal_data",
    "hide_names",
    "mask",
    "mask_all",
    "mask_cell",
    "mask_name",
    "mask_phone",
    "mask_row",
    "members",
    "normalize",
    "normalize_all",
    "shown",
    "simplified",
]
