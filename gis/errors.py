"""The one exception that is meant for the user. Anything else that is raised is a bug of ours."""

from __future__ import annotations


class UserError(Exception):
    """Something the user gave or the machine lacks, said in one sentence that also says what to do.

    Every part is finished text in the user's language; `expected` may be empty where the remedy says it all.
    The command line prints it on standard error and exits with code 2.
    """

    def __init__(self, where: str, what: str, expected: str = "", remedy: str = "") -> None:
        super().__init__(where, what, expected, remedy)
        self.where = where
        self.what = what
        self.expected = expected
        self.remedy = remedy

    def __str__(self) -> str:
        sentence = f"{self.where}:"
        for part in (self.what, self.expected, self.remedy):
            # Chinese sets no space after a full-width stop.
            gap = "" if sentence.endswith(("。", "；")) else " "
            sentence += f"{gap}{part}" if part else ""
        return sentence
