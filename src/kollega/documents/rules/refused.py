"""Why a file is not kept: the sentences a person reads."""

from kollega.kernel.errors import N_

EMPTY = N_("The file is empty.")
NOT_LISTED = N_("This type of file is not kept. Bring a PDF, a picture, a plain text, or a Word, Excel or ODT file.")
BROKEN = N_("The file is damaged or cut short. Save it again and bring the new one.")
LOCKED = N_("The file is protected by a password. Take the password off, then bring it again.")
MACROS = N_("The file holds macros or other programs. Save it without them, for example as PDF.")
SCRIPT = N_("The PDF holds a script or starts programs. Print it to a new PDF and bring that one.")
UNPACKS_TOO_BIG = N_("The file grows too large when it is unpacked.")
MARKUP = N_("The file is a web page or a script. Save it as PDF and bring that one.")
PICTURE_TOO_LARGE = N_("The picture has more than 100 million points. Make it smaller and bring it again.")


class Unfit(Exception):
    """The file cannot be kept; `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
