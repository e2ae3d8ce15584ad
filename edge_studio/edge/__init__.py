"""What there is to know of the Edge Network, pure: no network, no files, no Qt."""
