"""Files of any make to tables of text; knows nothing of people and keeps nothing."""
