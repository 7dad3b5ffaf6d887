"""Extensions that are registered (https://ocfl.github.io/extensions/)."""

from __future__ import annotations

FLAT_DIRECT = "0002-flat-direct-storage-layout"
HASHED_AND_NAMED = "0003-hash-and-id-n-tuple-storage-layout"
HASHED_TUPLES = "0004-hashed-n-tuple-storage-layout"
REGISTERED = frozenset(
    {
        "0000-example-extension",
        "0001-digest-algorithms",
        FLAT_DIRECT,
        HASHED_AND_NAMED,
        HASHED_TUPLES,
        "0005-mutable-head",
        "0006-flat-omit-prefix-storage-layout",
        "0007-n-tuple-omit-prefix-storage-layout",
        "0008-schema-registry",
        "0009-digest-algorithms",
        "0010-differential-n-tuple-omit-prefix-storage-layout",
        "0011-direct-clean-path-layout",
        "0012-hash-and-no-prefix-id-n-tuple-storage-layout",
        "initial",
    }
)
OURS = "pdfgen"
"""The folder of this program under ``extensions`` of a root; it is no extension of the archive."""
