"""What can go wrong while launching, said to the person at the terminal."""


class LaunchError(Exception):
    """Something a person must put right. The text says what and how; it is printed without a traceback."""


class Stopped(Exception):
    """Ctrl-C or TERM arrived while something was being prepared."""
