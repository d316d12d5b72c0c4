"""Stand-ins for outside systems, for the demo and the tests. Each has knobs for the faults of the real thing."""
