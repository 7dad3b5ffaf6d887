"""An edition: many reports at once, the bound volume, and what has changed between two editions."""
