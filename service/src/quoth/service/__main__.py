"""Lets ``python -m quoth.service`` do what ``quoth-service`` does."""

import sys

from quoth.service.cli import main

if __name__ == "__main__":
    sys.exit(main())
