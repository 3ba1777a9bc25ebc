"""Makes the shipped model, translation tables and lexicons from text; not installed."""
