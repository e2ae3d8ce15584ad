"""What a person sets once: connections and the settings."""
