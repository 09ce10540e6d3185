"""Schema upgrades, run by `minyi.ledgers.engine`; the user needs no alembic.ini."""
