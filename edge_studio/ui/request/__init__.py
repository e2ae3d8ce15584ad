"""A request as it is composed: its address, its body, and what is odd about it."""
