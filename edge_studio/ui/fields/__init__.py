"""Widgets bound to one place of the payload each: they show its value and write through the buffer."""
