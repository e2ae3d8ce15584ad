"""The rooms of the window: arrangement only."""
