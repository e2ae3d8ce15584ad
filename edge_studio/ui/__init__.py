"""The window: Qt, and only here (and in ``edge_studio.app``)."""
