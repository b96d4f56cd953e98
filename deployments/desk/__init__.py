"""The desk: the web pages at which people work, each under their own name."""
