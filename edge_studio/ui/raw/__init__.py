"""The Raw tab: a body of any size as text, of which only what is seen is laid out."""
