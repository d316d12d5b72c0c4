"""Stored files as answers that can do nothing in a browser (UE-2)."""

from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

SHUT_IN = "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def handed_out(
    chunks: Iterator[bytes], *, name: str, media_type: str, size: int, as_attachment: bool
) -> StreamingHttpResponse:
    """Return the answer for a file whose media type is ours, never one that was sent along with it."""
    return StreamingHttpResponse(
        chunks,
        headers={
            "Content-Type": media_type,
            "Content-Length": str(size),
            "Content-Disposition": content_disposition_header(as_attachment, name) or "attachment",
            "Content-Security-Policy": SHUT_IN,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
        },
    )
