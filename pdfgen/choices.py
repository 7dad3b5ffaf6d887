"""The words that options take. What they mean is said in ``profiles``; the command line does not wait for that."""

PROFILES = ("screen", "print", "card")
PAGE_SIZES = ("a4", "letter")
STANDARDS = ("ua1", "ua2")
"""What a file for the screen may follow; the first one is followed when nothing is said."""
