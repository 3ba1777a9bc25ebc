"""Takes papers in: sources -> parsed documents -> passages -> the stored contract of `search`.

Knows file formats and document structure; must not know HTTP, environment variables or argv.
"""
