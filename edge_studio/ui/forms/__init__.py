"""The form: one file a section, each a table of fields."""
