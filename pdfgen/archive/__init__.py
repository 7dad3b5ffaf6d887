"""Editions that are kept for years: whole, versioned, and checked again and again."""
