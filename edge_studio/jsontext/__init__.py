"""JSON as the text a person typed: pointers, positions and the smallest edits."""
