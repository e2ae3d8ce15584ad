"""The Summary tab: cards that say what an answer means."""
