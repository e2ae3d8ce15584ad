"""The window that compares two exchanges, and the ways into it."""
