"""What kinds of document are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kollega.documents.rules.media import Kind, Media

KINDS: dict[Kind, str | Promise] = {
    Kind.REFERRAL: _("Referral"),
    Kind.CERTIFICATE: _("Certificate"),
    Kind.REPORT: _("Report"),
    Kind.CONSENT: _("Consent"),
    Kind.OTHER: _("Other document"),
}
MEDIA: dict[Media, str | Promise] = {
    Media.PDF: "PDF",
    Media.PNG: "PNG",
    Media.JPEG: "JPEG",
    Media.WEBP: "WebP",
    Media.HEIC: "HEIC",
    Media.TEXT: _("Text"),
    Media.DOCX: "Word",
    Media.XLSX: "Excel",
    Media.ODT: "ODT",
}
