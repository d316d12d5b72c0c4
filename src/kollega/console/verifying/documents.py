"""Every document of a client has its file, and the file is what was stored."""

import argparse

from kollega.documents.queries.integrity import verify_documents
from kollega.kernel.actor import Actor


def findings(actor: Actor, slug: str, options: argparse.Namespace) -> list[str]:
    seen, found = verify_documents(actor)
    print(f"{slug}: {seen} files read")
    return [f"{slug}: document {finding.document_id}: {finding.what}" for finding in found]
