"""Two exchanges compared by meaning."""
