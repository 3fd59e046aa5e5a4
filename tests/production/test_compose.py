"""No container engine runs where the tests run: instead, every command, variable, port and path that the files name must exist."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve

from tests.production.shape import COMPOSE, DOCKERFILE, ENV, ROOT, compose, filled_in, instructions, words

OURS = ("web", "worker", "beat", "migrate")
# Variables that the images of others read; their documentation names them.
OF_OTHERS = {
    "postgres": {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD_FILE", "POSTGRES_INITDB_ARGS"},
    "proxy": {"SITE_HOST"},
    "valkey": set(),
}
SERVICES: dict[str, Any] = compose()["services"]


def test_the_shape_is_whole() -> None:
    assert set(SERVICES) == {"proxy", *OURS, "postgres", "valkey"}


def test_a_variable_that_must_be_given_stops_with_its_name() -> None:
    for name in ENV:
        with pytest.raises(KeyError, match=name):
            filled_in(COMPOSE.read_text(encoding="utf-8"), {key: value for key, value in ENV.items() if key != name})


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_is_read_only_without_root_and_without_rights(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    # Only the proxy listens below 1024; its image has no user of its own.
    if name == "proxy":
        assert service["cap_add"] == ["NET_BIND_SERVICE"]
    else:
        assert service["user"].split(":")[0] not in ("", "0", "root") and "cap_add" not in service


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "migrate"])
def test_every_container_that_stays_says_how_it_is(name: str) -> None:
    assert {"test", "interval", "timeout", "retries"} <= SERVICES[name]["healthcheck"].keys()
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert compose()["networks"]["inside"]["internal"] is True
    assert {name for name, service in SERVICES.items() if "outside" in service["networks"]} == {"proxy", "worker"}


@pytest.mark.parametrize("name", OURS)
def test_every_variable_is_one_that_the_settings_read_and_the_docs_name(name: str) -> None:
    readers = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "portal").rglob("*.py"))
    documented = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    for variable in SERVICES[name]["environment"]:
        plain = variable.removesuffix("_FILE") if variable != "ALIVE_FILE" else variable
        assert f'"{plain}"' in readers, variable
        assert f"`{plain}`" in documented, variable


@pytest.mark.parametrize("name", OF_OTHERS)
def test_variables_of_other_images_are_known_ones(name: str) -> None:
    assert set(SERVICES[name].get("environment", {})) == OF_OTHERS[name]


def test_nothing_named_is_missing() -> None:
    whole = compose()
    for name, service in SERVICES.items():
        for secret in service.get("secrets", []):
            assert whole["secrets"][secret]["file"] == f"./secrets/{secret}", name
        for volume in service.get("volumes", []):
            assert volume.partition(":")[0] in whole["volumes"], name
        for network in service["networks"]:
            assert network in whole["networks"], name
        for other, wanted in service.get("depends_on", {}).items():
            assert wanted["condition"] == (
                "service_completed_successfully" if SERVICES[other]["restart"] == "no" else "service_healthy"
            )
            if wanted["condition"] == "service_healthy":
                assert "healthcheck" in SERVICES[other]
    used = {secret for service in SERVICES.values() for secret in service.get("secrets", [])}
    assert used == set(whole["secrets"])
    volumes = {volume.partition(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert volumes == set(whole["volumes"])


def test_secrets_are_files_that_are_never_committed() -> None:
    for name in OURS:
        for variable, value in SERVICES[name]["environment"].items():
            if variable.endswith("_FILE") and variable != "ALIVE_FILE":
                assert value == f"/run/secrets/{variable.removesuffix('_FILE').lower()}"
                assert value.rpartition("/")[2] in SERVICES[name]["secrets"]
    assert "/secrets/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert not re.search(r"(PASSWORD|SECRET_KEY|DATABASE_URL|EMAIL_URL): \S", COMPOSE.read_text(encoding="utf-8"))


def test_one_port_leads_from_the_proxy_to_the_web() -> None:
    web = SERVICES["web"]
    port = web["command"][web["command"].index("--port") + 1]
    caddyfile = compose()["configs"]["caddyfile"]["content"]
    assert f"reverse_proxy web:{port}" in caddyfile
    assert web["expose"] == [port]
    assert ("EXPOSE", port) in instructions()
    assert f"127.0.0.1:{port}/" in " ".join(web["healthcheck"]["test"])


@pytest.mark.django_db
def test_the_address_that_the_health_check_asks_answers(client: Client) -> None:
    path = re.search(r"127\.0\.0\.1:\d+(/\w+)", " ".join(SERVICES["web"]["healthcheck"]["test"]))
    assert path is not None and resolve(path[1])
    assert client.get(path[1]).status_code == 200
    assert "127.0.0.1" in SERVICES["web"]["environment"]["ALLOWED_HOSTS"].split(",")


def test_the_file_whose_age_is_judged_is_the_one_that_is_touched() -> None:
    for name in ("worker", "beat"):
        file = SERVICES[name]["environment"]["ALIVE_FILE"]
        assert f"find {file} -mmin" in " ".join(SERVICES[name]["healthcheck"]["test"])
        assert any(mount.partition(":")[0] == str(Path(file).parent) for mount in SERVICES[name]["tmpfs"])


def test_the_dockerfiles_command_is_the_one_that_web_runs() -> None:
    assert words(dict(instructions())["CMD"]) == SERVICES["web"]["command"]


@pytest.mark.parametrize("name", OURS)
def test_every_command_is_understood(name: str) -> None:
    command = words(SERVICES[name]["command"])
    program, *rest = command
    if program == "python":
        assert (ROOT / rest[0]).exists()
        told = _help([sys.executable, *rest[:2], "--help"])
    elif program == "celery":
        told = _help([sys.executable, "-m", "celery", *rest[:3], "--help"])
    else:
        told = _help([sys.executable, "-m", program, "--help"])
        assert (ROOT / "portal" / "wsgi.py").exists() and rest[-1] == "portal.wsgi:application"
    missing = [word for word in rest if word.startswith("--") and word.split("=")[0] not in told]
    assert missing == []


def _help(command: list[str]) -> str:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60).stdout


def test_everything_that_is_copied_exists_and_is_let_in() -> None:
    let_in = [
        line[1:].rstrip("/") for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line.startswith("!")
    ]
    copied = [rest.split()[0].rstrip("/") for name, rest in instructions() if name == "COPY" and "--from=" not in rest]
    assert sorted(copied) == sorted(let_in)
    assert [path for path in copied if not (ROOT / path).exists()] == []


def test_every_command_of_the_build_exists() -> None:
    text = DOCKERFILE.read_text(encoding="utf-8")
    for command in re.findall(r"manage\.py (\w+)", text):
        assert "usage" in _help([sys.executable, "manage.py", command, "--help"]).lower()
    assert "--require-hashes" in text
    user = dict(instructions())["USER"]
    assert all(SERVICES[name]["user"] == user for name in OURS)
    mount = next(volume for volume in SERVICES["web"]["volumes"] if volume.startswith("attachments:"))
    # VAR_DIR is var/ below the project, and attachments stand in it (settings/base.py).
    assert mount == "attachments:/app/var/attachments" and ("WORKDIR", "/app") in instructions()


def test_the_guide_names_what_is_there() -> None:
    guide = (ROOT / "docs" / "production.md").read_text(encoding="utf-8")
    for secret in compose()["secrets"]:
        assert f"secrets/{secret}" in guide
    for variable in ENV:
        assert variable in guide
    for service in re.findall(r"docker compose (?:run --rm|exec|logs|stop|start|up -d --no-deps) (?:-T )?([a-z]+)", guide):
        assert service in SERVICES
    for command in re.findall(r"manage\.py (\w+)", guide):
        assert "usage" in _help([sys.executable, "manage.py", command, "--help"]).lower()
