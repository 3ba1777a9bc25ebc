"""The vector index behind one port, with an adapter for Qdrant Edge and one for a Qdrant server."""
