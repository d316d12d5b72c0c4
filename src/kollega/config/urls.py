"""Every address of the product. Pages of a practice lie below `/p/<practice>/`."""

from django.urls import URLPattern, URLResolver, include, path

from kollega.api.v1.service import addresses

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include((addresses(), "api"))),
    path("", include("kollega.web.urls")),
    path("", include("kollega.web.accounts.urls")),
    path("", include("kollega.web.affiliate.urls")),
    path("", include("kollega.web.practices.urls")),
    path("", include("kollega.web.plans.urls")),
    path("", include("kollega.web.demo.urls")),
    path("operator/", include("kollega.web.operator.urls")),
    path("p/<slug:practice>/team/large/", include("kollega.web.operator_contact.urls")),
    path("", include("kollega.web.invitations.urls")),
    path("", include("kollega.web.delegation.urls")),
    path("", include("kollega.web.online.urls")),
    path("p/<slug:practice>/online/", include("kollega.web.online.setup_urls")),
    path("p/<slug:practice>/team/", include("kollega.web.team.urls")),
    path("p/<slug:practice>/settings/shared-rooms/", include("kollega.web.communities.urls")),
    path("p/<slug:practice>/clients/", include("kollega.web.clients.urls")),
    path("p/<slug:practice>/calendar/", include("kollega.web.calendar.urls")),
    path("p/<slug:practice>/messages/", include("kollega.web.notices.urls")),
    path("", include("kollega.web.notices.public_urls")),
    path("p/<slug:practice>/notes/", include("kollega.web.journal.urls")),
    path("p/<slug:practice>/documents/", include("kollega.web.documents.urls")),
    path("p/<slug:practice>/records/", include("kollega.web.records.urls")),
    path("p/<slug:practice>/log/", include("kollega.web.log.urls")),
    path("p/<slug:practice>/settings/programs/", include("kollega.web.feeds.urls")),
    path("", include("kollega.web.feeds.public_urls")),
    path("", include("kollega.web.feeds.caldav.urls")),
    path("p/<slug:practice>/import/", include("kollega.web.imports.urls")),
]
