"""Everything that the SDK raises.

QuothError
├── InvalidRequestError       the request is wrong; `violations` names the fields
├── DeadlineExceededError     it took longer than the timeout
├── UnavailableError          the service cannot be reached, or is starting or stopping
├── ResourceExhaustedError    the service has too much to do; `details.retry_after` says when to come back
├── NotAllowedError           the caller's token or certificate is not known
├── CallCancelledError        the call was cancelled
└── ServiceError              anything else that the service could not do
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldViolation:
    """What is wrong with one field of a request.

    Attributes:
        field: Its path, for example "document.text" or "requests[3].document.text".
        problem: What was given, what is allowed and what to do.
    """

    field: str
    problem: str


@dataclass(frozen=True, slots=True)
class ErrorDetails:
    """What the service tells beside the code.

    Attributes:
        reason: An ``ErrorReason`` of the contract, for example "QUEUE_FULL"; empty if the service gave none, for
            example because it was not reached.
        retry_after: When trying again can help, in seconds; ``None`` if the service does not say.
        request_id: The call's id in the service's logs; empty if there is none.
    """

    reason: str = ""
    retry_after: float | None = None
    request_id: str = ""


class QuothError(Exception):
    """Any error of a call to Quoth.

    Attributes:
        code: Name of the gRPC status code, for example "INVALID_ARGUMENT".
        message: What went wrong.
        violations: The fields that are wrong; empty unless the request is.
        details: The service's reason, when to try again, and the call's id.
    """

    def __init__(
        self,
        code: str,
        message: str,
        violations: tuple[FieldViolation, ...] = (),
        details: ErrorDetails = ErrorDetails(),
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.violations = violations
        self.details = details

    def __reduce__(self) -> tuple[type[QuothError], tuple[object, ...]]:
        return type(self), (self.code, self.message, self.violations, self.details)


class InvalidRequestError(QuothError):
    """The request is wrong, and will be each time; ``violations`` names the fields."""


class DeadlineExceededError(QuothError):
    """The answer took longer than the timeout."""


class UnavailableError(QuothError):
    """The service cannot be reached, or is starting or stopping. Retries were made; later ones may succeed."""


class ResourceExhaustedError(QuothError):
    """The service has too much to do, or a message is too large for it."""


class NotAllowedError(QuothError):
    """The caller is not known to the service, or may not do this."""


class CallCancelledError(QuothError):
    """The call was cancelled, for example because the client was closed."""


class ServiceError(QuothError):
    """The service could not do what was asked for another reason."""
