"""The one family of refusals: an exception whose text is a Chinese sentence for the person at the screen."""


class Refused(Exception):
    """A rule said no (不予办理). The text says what is wrong and what to do; nothing has been changed.

    `field` names the form field that the sentence belongs to, or is empty for the whole form.
    """

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
