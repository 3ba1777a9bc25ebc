"""HTTP, command line, web pages, settings and wiring: everything that translates between the world and the service.

The only package that knows environment variables, argv and HTTP; nothing imports it.
"""
