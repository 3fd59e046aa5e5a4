"""The one reader of environment variables. A value may come from a file named in `<NAME>_FILE` (mounted secrets)."""

from pathlib import Path

from environ import FileAwareEnv

ROOT = Path(__file__).resolve().parents[2]
env = FileAwareEnv()

# A demonstration invents users, shows its mail and may move its clock. It is asked for by name, never guessed.
DEMO: bool = env.bool("SETU_DEMO", default=False)
# Tests ask for cheap password hashes and a movable clock; a server never starts with this.
TESTING: bool = env.bool("SETU_TESTING", default=False)
