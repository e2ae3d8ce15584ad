"""What an answer means, as cards that a person reads in five seconds."""
