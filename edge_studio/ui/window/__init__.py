"""The window itself: its frame, its command bar, its menus and keys."""
