"""The work at the window: requests from files to the wire and into the history, and every command."""
