"""Ideas: a page carries one of many, so pages are counted."""
