"""Documents from web servers: fetched politely, checked hop by hop, and laid down where files are read.

Knows HTTP, addresses and what sites ask of visitors; must not know what a document's content means (`ingest.parse`),
and reads no environment variable.
"""
