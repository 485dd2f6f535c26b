"""Which methods have answered: recorded by the channel itself, so that no list is kept by hand."""

import grpc


class Recorder(
    grpc.UnaryUnaryClientInterceptor, grpc.UnaryStreamClientInterceptor, grpc.StreamStreamClientInterceptor
):
    """Notes the full name of each method that gave a response."""

    def __init__(self) -> None:
        self.answered: set[str] = set()

    def intercept_unary_unary(self, continuation, details, request):
        call = continuation(details, request)
        if call.code() is grpc.StatusCode.OK:
            self.answered.add(_name(details))
        return call

    def intercept_unary_stream(self, continuation, details, request):
        return _Responses(continuation(details, request), self._noting(details))

    def intercept_stream_stream(self, continuation, details, requests):
        return _Responses(continuation(details, requests), self._noting(details))

    def _noting(self, details):
        return lambda: self.answered.add(_name(details))


class _Responses:
    """A call with responses, passed through; says when one comes."""

    def __init__(self, call, on_response) -> None:
        self._call = call
        self._on_response = on_response

    def __iter__(self):
        return self

    def __next__(self):
        response = next(self._call)
        self._on_response()
        return response

    def cancel(self) -> None:
        self._call.cancel()


def _name(details) -> str:
    """`dbosd.v1.EventService.GetEvent` for the path `/dbosd.v1.EventService/GetEvent`."""
    path = details.method if isinstance(details.method, str) else details.method.decode()
    return path.removeprefix("/").replace("/", ".")
