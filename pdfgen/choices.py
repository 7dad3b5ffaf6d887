"""The words that options take.

What they mean is said in ``profiles`` and ``mail.journal``; the command line does not wait for those.
"""

PROFILES = ("screen", "print", "card")
PAGE_SIZES = ("a4", "letter")
STANDARDS = ("ua1", "ua2")
"""What a file for the screen may follow; the first one is followed when nothing is said."""
MESSAGE_STATES = ("planned", "sending", "sent", "refused", "deferred", "unknown", "replaced", "suppressed")
SUPPRESSION_REASONS = ("unsubscribed", "complaint", "bounce", "manual")
