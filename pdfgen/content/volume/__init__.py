"""A whole edition becomes a volume: front matter, reports, the method, comparative tables, an index."""
