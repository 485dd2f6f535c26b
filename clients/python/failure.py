"""The details of a failed call, in addition to gRPC's code and message."""

from dataclasses import dataclass, field

import grpc
from google.rpc import error_details_pb2, status_pb2

STATUS_TRAILER = "grpc-status-details-bin"


@dataclass(frozen=True)
class Failure:
    """The details of a failed call (docs/protocol.md, section 8)."""

    code: str
    """gRPC's code, such as NOT_FOUND."""
    reason: str | None = None
    """One of dbosd's reasons; None: the failure is not dbosd's own, but the connection's."""
    outcome: str = "unknown"
    """`not_applied`: certainly without an effect. `unknown`: perhaps with one."""
    message: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    """With INVALID_FIELD: what is wrong, by the path of the field."""
    metadata: dict[str, str] = field(default_factory=dict)
    retry_after: float | None = None
    """Seconds after which a retry can help."""


def failure_of(error: grpc.RpcError) -> Failure:
    """Reads the google.rpc.Status that dbosd puts into the trailers of a failed call."""
    trailers = dict(error.trailing_metadata() or ())
    if STATUS_TRAILER not in trailers:
        return Failure(code=error.code().name, message=error.details() or "")
    return failure_in(status_pb2.Status.FromString(trailers[STATUS_TRAILER]), error.code().name)


def failure_in(status: status_pb2.Status, code: str) -> Failure:
    """Reads a google.rpc.Status that came in an answer, as in SendBatch and in sessions."""
    reason, outcome, metadata, fields, retry_after = None, "unknown", {}, {}, None
    for detail in status.details:
        if detail.Is(error_details_pb2.ErrorInfo.DESCRIPTOR):
            info = _unpack(detail, error_details_pb2.ErrorInfo)
            if info.domain == "dbosd":
                reason, metadata = info.reason, dict(info.metadata)
                outcome = metadata.pop("outcome", "unknown")
        elif detail.Is(error_details_pb2.BadRequest.DESCRIPTOR):
            violations = _unpack(detail, error_details_pb2.BadRequest).field_violations
            fields = {violation.field: violation.description for violation in violations}
        elif detail.Is(error_details_pb2.RetryInfo.DESCRIPTOR):
            delay = _unpack(detail, error_details_pb2.RetryInfo).retry_delay
            retry_after = delay.ToTimedelta().total_seconds()
    return Failure(code, reason, outcome, status.message, fields, metadata, retry_after)


def _unpack(detail, kind):
    message = kind()
    detail.Unpack(message)
    return message
