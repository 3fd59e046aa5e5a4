"""How large a file is, as a reader says it."""

from decimal import ROUND_UP, Decimal

from .. import formats


def size_label(size: int) -> str:
    """1 kB, 950 kB, 9.6 MB: never less than it is."""
    if size < 1_000_000:
        return f"{formats.number(-(-size // 1_000))} kB"
    return f"{formats.number((Decimal(size) / 1_000_000).quantize(Decimal('0.1'), ROUND_UP))} MB"
