"""Every signed note unchanged, none missing, the chain of signatures whole."""

import argparse

from kollega.journal.queries.integrity import Finding, verify_practice
from kollega.kernel.actor import Actor


def findings(actor: Actor, slug: str, options: argparse.Namespace) -> list[str]:
    report = verify_practice(actor)
    return [_line(slug, finding) for finding in report.findings]


def _line(slug: str, finding: Finding) -> str:
    facts = [f"{slug}: {finding.kind}"]
    if finding.number:
        facts.append(f"signature {finding.number}")
    if finding.note_id:
        facts.append(f"note {finding.note_id}")
    if finding.signed_at:
        facts.append(f"signed {finding.signed_at.isoformat(timespec='seconds')}")
    return ", ".join(facts) + f": {finding.what}"
