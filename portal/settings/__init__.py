"""All settings. Everything that differs between places comes from the environment; docs/settings.md lists the names.

A missing setting that production needs fails at start with the name and what to do.
"""

from .accounts import *  # noqa: F403
from .base import *  # noqa: F403
from .language import *  # noqa: F403
from .outside import *  # noqa: F403
from .security import *  # noqa: F403
