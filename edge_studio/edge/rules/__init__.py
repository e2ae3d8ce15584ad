"""The hand-written rules about a request, each a small function; the table of all is in :mod:`.table`."""
