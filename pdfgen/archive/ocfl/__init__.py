"""The Oxford Common File Layout, versions 1.0 and 1.1 (https://ocfl.io/1.1/spec/)."""
