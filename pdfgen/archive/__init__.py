"""Editions that are kept for years: fixity, versions, search."""
