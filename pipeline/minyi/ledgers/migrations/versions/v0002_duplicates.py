"""Proposals of duplicates; indexes for a million matters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("duplicate", sa.Integer(), nullable=False),
        sa.Column("lead", sa.Integer(), nullable=False),
        sa.Column("similarity", sa.Float(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("found_at", sa.String(length=32), nullable=False),
        sa.Column("decided_at", sa.String(length=32), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["duplicate"], ["matters.id"]),
        sa.ForeignKeyConstraint(["lead"], ["matters.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("proposals_pair", "proposals", ["duplicate", "lead"], unique=True)
    op.create_index("proposals_status", "proposals", ["status", "lead"], unique=False)
    op.create_table(
        "searched",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("matter", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("states_deadline", "states", ["deadline", "status"], unique=False)
    op.create_index("states_last", "states", ["last_at"], unique=False)
    counted = ["status", "registered_on", "last_at", "organization", "proposed"]
    counted += ["category", "urgency", "deadline", "days"]
    op.create_index("states_counted", "states", counted, unique=False)
