"""Case numbers met: exact for a box, and for millions in little memory."""

from minyi.readers import seen
from minyi.readers.seen import Seen


def test_what_was_added_is_known_and_nothing_else(monkeypatch):
    monkeypatch.setattr(seen, "_EXACT", 100)
    numbers = Seen(["0001"])
    numbers.update(f"G{i}" for i in range(300_000))  # grows past the first slots
    assert "0001" in numbers
    assert all(f"G{i}" in numbers for i in range(300_000))
    assert not any(f"H{i}" in numbers for i in range(10_000))


def test_it_is_a_set_for_those_that_expect_one():
    assert set(Seen(["1", "2", "1"])) == {"1", "2"}
