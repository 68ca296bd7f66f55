#!/usr/bin/env python3
"""Generates the Python stubs of ``quoth.v1`` from the ``.proto`` files.

    generate.py                      write the stubs beside the .proto files, and the descriptors that Envoy reads
    generate.py --check              write nothing; exit 1 if what is committed differs
    generate.py --image FILE         write the descriptor image that buf lints and compares
    generate.py --image FILE --ref REV   ... of the .proto files as they stand in git revision REV

The generator runs in an environment of its own, because stubs that grpcio-tools 1.71.2 makes
import under every protobuf runtime from 5.29 on, while newer generators narrow that range.
Only the standard library is needed to run this file.
"""

from __future__ import annotations

import argparse
import filecmp
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "src"
DESCRIPTORS = HERE.parent / "deploy" / "envoy" / "quotations.binpb"
ENVIRONMENT = HERE / ".venv-generate"
REQUIREMENTS = (
    "grpcio-tools==1.71.2",
    "grpcio==1.71.2",
    "protobuf==5.29.6",
    "mypy-protobuf==3.7.0",
    "googleapis-common-protos==1.70.0",
    "setuptools==80.9.0",
)


def environment() -> Path:
    """Returns the ``bin`` folder of the generator's environment, making it if it is not complete."""
    stamp = ENVIRONMENT / "complete"
    if not stamp.exists() or stamp.read_text() != "\n".join(REQUIREMENTS):
        venv.create(ENVIRONMENT, clear=True, with_pip=True)
        python = ENVIRONMENT / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", *REQUIREMENTS], check=True)
        stamp.write_text("\n".join(REQUIREMENTS))
    return ENVIRONMENT / "bin"


def protos(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.glob("quoth/**/*.proto"))


def protoc(root: Path, *options: str) -> None:
    bin_ = environment()
    common_protos = next((ENVIRONMENT / "lib").glob("python*/site-packages"))
    plugins = [f"--plugin=protoc-gen-{name}={bin_}/protoc-gen-{name}" for name in ("mypy", "mypy_grpc")]
    command = [bin_ / "python", "-m", "grpc_tools.protoc", f"-I{root}", f"-I{common_protos}"]
    subprocess.run([*command, *plugins, *options, *protos(root)], check=True)


def stubs(target: Path) -> list[Path]:
    """Generates the stubs into a folder and returns their paths, relative to it."""
    languages = ("python", "grpc_python", "mypy", "mypy_grpc")
    protoc(SOURCES, *(f"--{language}_out={'quiet:' if 'mypy' in language else ''}{target}" for language in languages))
    return sorted(path.relative_to(target) for path in target.rglob("*_pb2*.py*"))


def write() -> None:
    for path in stubs(SOURCES):
        print(f"wrote {path}")
    descriptors(DESCRIPTORS)
    print(f"wrote {DESCRIPTORS.name}")


def descriptors(target: Path) -> None:
    """Writes the contract, all that it imports and the details of errors, as Envoy's transcoder reads them."""
    protoc(SOURCES, "--include_imports", f"-o{target.resolve()}", "google/rpc/error_details.proto")


def check() -> int:
    with tempfile.TemporaryDirectory() as folder:
        expected = Path(folder)
        differing = [
            path
            for path in stubs(expected)
            if not (SOURCES / path).exists() or not filecmp.cmp(expected / path, SOURCES / path, shallow=False)
        ]
        descriptors(expected / DESCRIPTORS.name)
        if not DESCRIPTORS.exists() or not filecmp.cmp(expected / DESCRIPTORS.name, DESCRIPTORS, shallow=False):
            differing.append(DESCRIPTORS)
    for path in differing:
        print(f"{path} is not what its .proto file generates; run `make generate`", file=sys.stderr)
    return 1 if differing else 0


def image(target: Path, revision: str | None) -> None:
    """Writes a descriptor image of the working tree's .proto files, or of a git revision's."""
    options = ("--include_imports", "--include_source_info", f"-o{target.resolve()}")
    if revision is None:
        protoc(SOURCES, *options)
        return
    with tempfile.TemporaryDirectory() as folder:
        archive = subprocess.run(["git", "archive", revision, "src"], cwd=HERE, check=True, capture_output=True)
        subprocess.run(["tar", "-x", "-C", folder], input=archive.stdout, check=True)
        protoc(Path(folder) / "src", *options)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare the committed stubs, write nothing")
    parser.add_argument("--image", type=Path, metavar="FILE", help="write a descriptor image instead")
    parser.add_argument("--ref", metavar="REV", help="with --image: the git revision to describe")
    arguments = parser.parse_args()
    if arguments.ref and not arguments.image:
        parser.error("--ref needs --image")
    if arguments.image:
        image(arguments.image, arguments.ref)
        return 0
    if arguments.check:
        return check()
    write()
    return 0


if __name__ == "__main__":
    sys.exit(main())
