"""Columns that an office added to the printed list."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "own_cells",
        sa.Column("matter", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("header", sa.String(length=200), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["matter"], ["matters.id"]),
        sa.PrimaryKeyConstraint("matter", "header"),
    )
