"""What the command line ends with, for scripts."""

OK, ERRORS, USAGE, UNANSWERED = 0, 1, 2, 3
"""Exit codes: answered without errors, with errors, wrong usage or unreadable input, not answered."""
