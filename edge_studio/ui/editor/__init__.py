"""The raw JSON editor of a request."""
