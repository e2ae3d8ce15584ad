"""Counts, sizes and spans of time as people read them."""


def plural(count: int, one: str, many: str = "") -> str:
    """``1 scope``, ``2 scopes``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def percent(share: float) -> str:
    """A share of a whole, 1.0 being all of it: ``34 %``."""
    return f"{share * 100:.0f} %"


def size_words(size: int) -> str:
    """Bytes in a unit of at most three digits: ``312 B``, ``1.9 KB``, ``10 MB``; a KB has 1,000 bytes."""
    if size < 1_000:
        return f"{size} B"
    amount = float(size)
    for unit in ("KB", "MB", "GB"):
        amount /= 1_000
        if round(amount) < 1_000 or unit == "GB":
            return f"{amount:.1f} {unit}" if amount < 9.95 else f"{amount:,.0f} {unit}"
    raise AssertionError("the last unit takes any amount")


def time_words(seconds: float) -> str:
    """A duration with the digits that matter: ``0.4 ms``, ``184 ms``, ``1.2 s``, ``2 min 5 s``."""
    if seconds < 0.00995:
        return f"{seconds * 1_000:.1f} ms"
    if seconds < 0.9995:
        return f"{seconds * 1_000:.0f} ms"
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"


def duration(seconds: int) -> str:
    """A span of time in the one unit that people would use: ``395 days``, ``2 h``, ``30 min``, ``45 s``."""
    for unit, name in ((86_400, "day"), (3_600, "h"), (60, "min")):
        if seconds >= unit:
            amount = seconds / unit
            number = f"{amount:.0f}" if amount >= 10 or amount == int(amount) else f"{amount:.1f}"
            return f"{number} {name}s" if name == "day" and number != "1" else f"{number} {name}"
    return f"{seconds} s"
