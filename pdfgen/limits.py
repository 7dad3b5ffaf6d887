"""What one report may take when nothing is said: a hundred times what the longest takes."""

SECONDS, MEMORY = 90.0, 1_500_000_000

_UNITS = {10**9: "GB", 10**6: "MB", 10**3: "kB", 1: "bytes"}


def size(number: int) -> str:
    """Return a number of bytes as a person writes it: 1.5 GB, 800 MB."""
    unit, name = next((unit, name) for unit, name in _UNITS.items() if number >= unit or unit == 1)
    return f"{number / unit:.4g} {name}"
