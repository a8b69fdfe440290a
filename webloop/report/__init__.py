"""One file to send: results as a page that needs neither network nor anything beside it."""
