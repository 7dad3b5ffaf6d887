"""Checked values: the report, the rubric, the edition. Frozen; what is wrong never gets this far."""
