"""The product's settings, with what only tests may have: cheap password hashes and a clock that moves."""

import os

os.environ.setdefault("SETU_TESTING", "1")

from portal.settings import *  # noqa: F403
