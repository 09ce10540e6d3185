"""What the tests of several commands need."""

import io
import sys

import pytest

from minyi.cli import main


@pytest.fixture
def minyi(capsys, monkeypatch):
    """Run a command; returns (exit code, stdout, stderr)."""

    def run(*arguments, stdin=None):
        if stdin is not None:
            stream = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
            monkeypatch.setattr(sys, "stdin", stream)
        with pytest.raises(SystemExit) as stop:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return stop.value.code, captured.out, captured.err

    return run
