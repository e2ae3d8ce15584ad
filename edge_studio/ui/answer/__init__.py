"""An answer: what came of a request, in its head and its tabs."""
