"""`python portal/launch …`, which is what the `setu` script runs."""

import sys
from pathlib import Path

# Python put this directory first on the path; `launch` has to be found as a package of its own, since importing it
# as `portal.launch` would import Celery, which may not be installed yet. Last, so that `portal/celery.py` and its
# neighbours shadow nothing.
sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != Path(__file__).resolve().parent]
sys.path.append(str(Path(__file__).resolve().parents[1]))

from launch.cli import main  # type: ignore[import-not-found, unused-ignore]  # noqa: E402 - needs the path set above

sys.exit(main(sys.argv[1:]))
