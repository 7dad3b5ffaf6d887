"""Bytes become checked values: YAML under guard, every value with its line and column, every problem in one list."""
