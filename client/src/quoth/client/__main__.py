"""Lets ``python -m quoth.client`` do what ``quoth`` does."""

import sys

from quoth.client.cli import main

if __name__ == "__main__":
    sys.exit(main())
