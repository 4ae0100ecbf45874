"""How the API says no."""


class ApiError(Exception):
    """An error as Stripe answers it."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: str | None = None,
        param: str | None = None,
        kind: str = "invalid_request_error",
    ):
        super().__init__(message)
        self.status, self.message, self.code, self.param, self.kind = (
            status,
            message,
            code,
            param,
            kind,
        )

    @property
    def is_kept(self) -> bool:
        """Say whether the answer is kept under the request's idempotency key.

        Nothing is kept of a request that was refused before it began.
        """
        return self.kind != "idempotency_error" and not (self.code or "").startswith("parameter_")

    def as_json(self) -> dict:
        """Return the body of the answer."""
        said = {"type": self.kind, "message": self.message, "code": self.code, "param": self.param}
        return {"error": {name: value for name, value in said.items() if value is not None}}
