"""Foreign formats become report YAML: what is already published is not typed again."""
