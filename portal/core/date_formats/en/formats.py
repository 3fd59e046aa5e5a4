"""17 November 2026, 18:28: the order India and the pages use, not the American one that Django brings."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
TIME_FORMAT = "H:i"
