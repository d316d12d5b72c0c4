from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "kollega.audit"
    label = "audit"

    def ready(self) -> None:
        from kollega.audit.operations.recording import LogRecorder
        from kollega.platform.operations import install_recorder

        install_recorder(LogRecorder())
