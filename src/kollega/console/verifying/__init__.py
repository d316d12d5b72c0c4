"""What `kollega verify` can check: one module each, with a docstring, and `findings(actor, slug) -> list of lines`.

The actor is a job's in one practice; an empty list means that all is as it should be.
"""
