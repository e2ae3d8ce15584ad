"""Local Edge: an Edge Network on this computer."""
