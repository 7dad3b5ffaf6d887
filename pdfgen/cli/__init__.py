"""The command line: words become calls; it prints and never computes."""
