"""Lines for the person at the terminal."""

import os
import sys


def say(text: str) -> None:
    """Print a line. A closed terminal or pipe must not bring the supervisor down."""
    try:
        print(text, flush=True)
    except OSError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - lives as long as the process
