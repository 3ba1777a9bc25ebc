"""Papers among each other: which one counts on a day, what replaced it, what it is a report of, who agreed on what.

Reads the records of a generation; must not know how they were found in a text.
"""
