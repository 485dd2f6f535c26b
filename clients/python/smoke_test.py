"""Calls everything that dbosd offers, through stubs generated from its .proto files alone.

`PYTHONPATH=stubs python smoke_test.py ADDRESS WORKFLOW_ID`, with the application of example.py running. Prints one
JSON object with what it saw; the caller judges.
"""

import json
import sys

import grpc

from smoke.contract import order, session
from smoke.failures import failures
from smoke.recorder import Recorder
from smoke.reflection import VERSIONS, health, reflected
from smoke.worker import worker


def main(address: str, workflow_id: str) -> None:
    recorder = Recorder()
    with grpc.insecure_channel(address) as plain:
        channel = grpc.intercept_channel(plain, recorder)
        report = {
            "order": order(channel, workflow_id),
            "session": session(channel),
            "worker": worker(channel),
            "failures": failures(channel, workflow_id),
            "health": health(channel),
        }
        # Before reflection, whose calls are not made with stubs.
        report["answered"] = sorted(recorder.answered)
        report["reflection"] = {version: reflected(channel, version) for version in VERSIONS}
    json.dump(report, sys.stdout)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python smoke_test.py ADDRESS WORKFLOW_ID")
    main(*sys.argv[1:])
