"""Sample corpus: text sources, the builder that turns them into files, and the question checker."""
