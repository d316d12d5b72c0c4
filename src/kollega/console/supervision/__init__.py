"""`kollega run`: one process that starts the others, restarts those that die, and takes all of them along."""
