"""What `kollega import` can read, one module each: a docstring, `configure(parser)` and `run(options, actor)`."""
