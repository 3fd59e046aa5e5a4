"""What the parts are told, what is remembered, who may hold what."""

import os
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from portal.launch.environment import base_environment, demo_environment, kept_secret
from portal.launch.errors import LaunchError, Stopped
from portal.launch.interruption import Interruption
from portal.launch.locking import Lock, held
from portal.launch.paths import Paths
from portal.launch.sockets import any_free_port, choose_port
from portal.launch.stamps import Stamps, digest

from .conftest import until


def test_what_is_set_outside_wins(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "from outside")
    monkeypatch.setenv("SETU_DEMO", "0")
    environment = demo_environment(paths)
    assert environment["SECRET_KEY"] == "from outside"
    assert environment["SETU_DEMO"] == "0"
    assert not (paths.var / "secret_key").exists()


def test_a_secret_in_a_file_wins_too(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.setenv("SECRET_KEY_FILE", "/somewhere")
    assert "SECRET_KEY" not in demo_environment(paths)


def test_the_secret_is_kept_and_closed(tmp_path: Path) -> None:
    file = tmp_path / "secret_key"
    secret = kept_secret(file)
    assert len(secret) >= 50
    assert kept_secret(file) == secret
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_text("")
    assert kept_secret(file) != secret


def test_our_packages_come_first(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/somebody/elses")
    environment = base_environment(paths)
    assert "PYTHONPATH" not in environment
    assert environment["PATH"].split(os.pathsep)[0] == str(paths.venv / "bin")
    assert environment["SETU_VAR"] == str(paths.var)


def test_a_digest_tells_names_contents_and_absence_apart(tmp_path: Path) -> None:
    file = tmp_path / "a"
    missing = digest([file])
    file.write_text("")
    empty = digest([file])
    file.write_text("x")
    assert len({missing, empty, digest([file]), digest(["x"]), digest(["x", ""]), digest(["", "x"])}) == 6


def test_stamps_survive_and_a_broken_file_counts_as_nothing_done(tmp_path: Path) -> None:
    stamps = Stamps(tmp_path / "stamps.json")
    stamps.put("a", "1")
    stamps.put("b", "2")
    assert (stamps.get("a"), stamps.get("b"), stamps.get("c")) == ("1", "2", None)
    stamps.file.write_text('{"a": ')
    assert stamps.get("a") is None


def test_a_lock_keeps_others_out_until_its_holder_dies(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    program = "import fcntl, sys, time; f = open(sys.argv[1], 'w'); fcntl.flock(f, 2); print('held', flush=True); time.sleep(60)"
    lock = Lock(file)
    with subprocess.Popen([sys.executable, "-c", program, str(file)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert not lock.take()
        assert not lock.take(shared=True)
        holder.kill()
    until(lock.take, "the kernel frees it")
    lock.free()


def test_a_lock_is_shared_by_users_and_taken_by_one_owner(tmp_path: Path) -> None:
    one, two = Lock(tmp_path / "lock"), Lock(tmp_path / "lock")
    assert one.take(shared=True)
    assert two.take(shared=True)
    assert not one.take()
    two.free()
    assert one.take()
    assert not two.take(shared=True)
    one.free()


def test_waiting_for_a_lock_ends_when_somebody_asks_to_stop(tmp_path: Path, interruption: Interruption) -> None:
    other = Lock(tmp_path / "lock")
    assert other.take()
    interruption.asked.append(signal.SIGINT)
    with pytest.raises(Stopped), held(tmp_path / "lock", interruption, "waiting"):
        pass
    other.free()


def test_without_a_wish_the_next_free_port_is_taken() -> None:
    start = any_free_port()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", start))
        taken.listen()
        assert choose_port(None, default=start) > start
        with pytest.raises(LaunchError, match="is taken"):
            choose_port(start)


@pytest.mark.parametrize("port", [0, 65536, 99999999])
def test_an_impossible_port_is_refused(port: int) -> None:
    with pytest.raises(LaunchError, match="1 to 65535"):
        choose_port(port)
