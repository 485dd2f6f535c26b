"""Compiles the contract to Python: `python generate.py FOLDER`. Needs the .proto files of this repository only.

Put FOLDER on PYTHONPATH; then `from dbosd.v1 import message_service_pb2, message_service_pb2_grpc` works.
"""

import sys
from importlib.resources import files
from pathlib import Path

from grpc_tools import protoc

PROTOS = Path(__file__).resolve().parents[2] / "proto"
THIRD_PARTY = PROTOS / "third_party"

# A generated package `grpc` would hide the real one, so these get other names: those under
# which grpcio-health-checking and grpcio-reflection publish the same stubs.
RENAMED = {
    "grpc_health/v1": THIRD_PARTY / "grpc/health/v1",
    "grpc_reflection/v1": THIRD_PARTY / "grpc/reflection/v1",
    "grpc_reflection/v1alpha": THIRD_PARTY / "grpc/reflection/v1alpha",
}


def generate(folder: Path) -> None:
    """Writes the stubs of the contract, of error details, health and reflection. Raises if the compiler complains."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = [
        *(path.relative_to(PROTOS) for path in sorted(PROTOS.glob("dbosd/v1/*.proto"))),
        *(path.relative_to(THIRD_PARTY) for path in sorted(THIRD_PARTY.glob("google/rpc/*.proto"))),
        *(Path(name) / path.name for name, place in RENAMED.items() for path in sorted(place.glob("*.proto"))),
    ]
    code = protoc.main(
        [
            "protoc",
            f"-I{PROTOS}",
            f"-I{THIRD_PARTY}",
            *(f"-I{name}={place}" for name, place in RENAMED.items()),
            f"-I{files('grpc_tools') / '_proto'}",
            f"--python_out={folder}",
            f"--grpc_python_out={folder}",
            *map(str, sources),
        ]
    )
    if code != 0:
        raise RuntimeError(f"protoc ended with exit code {code}; see above")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python generate.py FOLDER")
    generate(Path(sys.argv[1]))
