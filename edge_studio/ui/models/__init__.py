"""Item models over the core's values."""
