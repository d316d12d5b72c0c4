"""`python -m kollega`."""

import sys

from kollega.console import main

if __name__ == "__main__":
    sys.exit(main())
