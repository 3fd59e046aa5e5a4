"""`var/demo.json`: the passwords and the key of this installation's invented users. The only place that holds them."""

import json
import os
from pathlib import Path
from typing import Any


def read_demo(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    """(password by address, key by partner) as told before; empty where there is no such file or it is not ours."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        passwords = {str(user["email"]): str(user["password"]) for user in told["users"]}
        keys = {str(key["partner"]): str(key["key"]) for key in told["keys"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}, {}
    return passwords, keys


def write_demo(path: Path, told: dict[str, Any]) -> None:
    """Replace the file as a whole; only its owner may read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(handle, "w", encoding="utf-8") as file:
        json.dump(told, file, ensure_ascii=False, indent=2)
        file.write("\n")
    os.replace(beside, path)
