"""What lasts: history, connections, secrets, settings and unsaved work."""
