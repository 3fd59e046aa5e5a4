"""`manage.py clock` and `manage.py catch_mail`."""

import datetime
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from portal.core import clock
from portal.core.management.commands.clock import Command

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Command, "_wake", lambda self: None)


@pytest.mark.parametrize(("step", "hours"), [("+3d", 72), ("+2h", 2), ("+90m", 1.5), ("-1d", -24)])
def test_the_clock_moves_by_a_step(step: str, hours: float, capsys: pytest.CaptureFixture[str]) -> None:
    # As from a shell, where "-1d" looks like an option; without the end of the process, which closes the connection.
    command = Command()
    command.handle(**vars(command.create_parser("manage.py", "clock").parse_args([step])))
    assert clock.offset() == datetime.timedelta(hours=hours)
    said = capsys.readouterr().out
    assert "IST" in said
    assert "UTC" in said
    call_command("clock", "reset", stdout=io.StringIO())
    assert clock.offset() == datetime.timedelta()


def test_the_clock_goes_to_a_moment_of_the_desk() -> None:
    out = io.StringIO()
    call_command("clock", "to", "2024-02-01T10:00", stdout=out)
    assert "2024-02-01 04:30:00 UTC" in out.getvalue()


@pytest.mark.parametrize("words", [["foo"], ["to"], ["to", "yesterday"], ["+3w"], ["+3d", "x"]])
def test_other_words_are_refused_with_the_right_ones(words: list[str]) -> None:
    with pytest.raises(CommandError, match=r"\+3d"):
        call_command("clock", *words)


def test_a_real_clock_is_not_moved(settings: Any) -> None:
    settings.SETU_TESTING = settings.SETU_DEMO = False
    with pytest.raises(CommandError, match="real"):
        call_command("clock", "+3d")


def test_the_catcher_runs_only_in_demonstrations_and_on_loopback(settings: Any, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="loopback"):
        call_command("catch_mail", "--host", "0.0.0.0", "--port", "0", "--dir", str(tmp_path))
    settings.SETU_TESTING = settings.SETU_DEMO = False
    with pytest.raises(CommandError, match="SETU_DEMO"):
        call_command("catch_mail", "--port", "0", "--dir", str(tmp_path))
