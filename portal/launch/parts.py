"""The parts of a running portal: web, worker, beat and the mail catcher."""

import signal

from .environment import given
from .paths import Paths
from .process import Child
from .sockets import any_free_port

# Whoever answers requests stops first, whoever is asked last.
STOP_ORDER = [["web", "beat", "worker"], ["mail"], ["valkey"], ["postgres"]]


class Parts:
    """Makes the children of one `up`."""

    def __init__(self, paths: Paths, environment: dict[str, str], port: int) -> None:
        self.paths = paths
        self.environment = environment
        self.port = port
        environment.setdefault("SITE_URL", f"http://127.0.0.1:{port}")
        self.mail_port = None if given("EMAIL_URL") else any_free_port()
        if self.mail_port:
            environment["EMAIL_URL"] = f"smtp://127.0.0.1:{self.mail_port}"

    def all(self) -> list[Child]:
        """All parts that belong to this run, in the order they start."""
        parts = [self.web(), self.worker(), self.beat()]
        return [self.mail(self.mail_port), *parts] if self.mail_port else parts

    def mail(self, port: int) -> Child:
        """Takes the portal's mail and keeps it in `var/mail` instead of sending it."""
        directory = self.paths.var / "mail"
        directory.mkdir(mode=0o700, exist_ok=True)
        return self._child("mail", "manage.py", "catch_mail", "--port", str(port), "--dir", str(directory))

    def web(self) -> Child:
        """The web server."""
        return self._child(
            "web",
            *("-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)),
            *("--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers", "--workers-kill-timeout", "8s"),
            "portal.wsgi:application",
        )

    def worker(self) -> Child:
        """The Celery worker. Whatever it was doing when it is stopped by force is found again by the sweep."""
        return self._child(
            "worker",
            *("-m", "celery", "-A", "portal", "worker", "--loglevel", "INFO", "--concurrency", "2"),
            *("--without-gossip", "--without-mingle"),
        )

    def beat(self) -> Child:
        """The clock that sets off the sweeps."""
        directory = self.paths.var / "beat"
        directory.mkdir(mode=0o700, exist_ok=True)
        return self._child(
            "beat",
            *("-m", "celery", "-A", "portal", "beat", "--loglevel", "INFO", "--pidfile="),
            *("--schedule", str(directory / "schedule")),
        )

    def _child(self, name: str, *arguments: str) -> Child:
        return Child(
            name,
            [str(self.paths.python), *arguments],
            environment=self.environment | {"SETU_PROCESS": name},
            log=self.paths.log,
            run=self.paths.run,
            directory=self.paths.root,
            stop_signal=signal.SIGTERM,
            grace=12,
        )
