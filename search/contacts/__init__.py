"""Contacts: numbers, merging, the directory that is asked, and the answer it gives."""
