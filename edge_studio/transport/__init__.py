"""The network: one prepared request in, one outcome out."""
