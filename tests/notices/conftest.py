from tests.messaging.conftest import textbox

__all__ = ["textbox"]
