"""The tree of an answer: its rows, its filter, its ways of copying."""
