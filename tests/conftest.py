"""What all tests share: the benchmark data beside the repository, and one engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoth.engine import Engine

SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--fail-on-skipped-shared",
        action="store_true",
        help="fail, rather than skip, where the benchmark data are absent",
    )


@pytest.fixture(scope="session")
def shared(request: pytest.FixtureRequest) -> Path:
    """The folder with the benchmark data, ../shared."""
    if not SHARED.is_dir():
        if request.config.getoption("--fail-on-skipped-shared"):
            pytest.fail("the benchmark data are not beside the repository, in ../shared")
        pytest.skip("the benchmark data are not beside the repository, in ../shared")
    return SHARED


@pytest.fixture(scope="session")
def engine() -> Engine:
    return Engine()
