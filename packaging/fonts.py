"""Make the subsets of Noto Sans CJK SC in `assets/fonts/`: GB 2312, Latin and the signs that the program writes.

    python packaging/fonts.py FOLDER     # the folder of NotoSansCJK-Regular.ttc and -Bold.ttc (package fonts-noto-cjk)

Needs fonttools. Only run when a character is missing; the results are committed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset

FONTS = Path(__file__).resolve().parents[1] / "assets" / "fonts"
SIMPLIFIED_CHINESE = 2  # the number of the SC face in the collection
SIGNS = "–—‘’“”•…‰′″→←↑↓▲▼●○■□◆◇²³×÷±≥≤≈°·©®™￥"
PLACES = "崂垟甪鳌埠浔岙砼"


def characters() -> str:
    """Every character of GB 2312, Latin with its accents, and ours."""
    found = set(SIGNS + PLACES) | {chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x180))}
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            found.update(bytes([row, cell]).decode("gb2312", errors="ignore"))
    return "".join(sorted(found))


def main(folder: Path) -> None:
    """Write both weights."""
    for weight in ("Regular", "Bold"):
        options = subset.Options(
            font_number=SIMPLIFIED_CHINESE,
            layout_features=["kern", "palt", "tnum", "vert", "locl"],
            name_IDs=["*"],
            notdef_outline=True,
        )
        options.drop_tables += ["vhea", "vmtx", "VORG"]
        font = subset.load_font(str(folder / f"NotoSansCJK-{weight}.ttc"), options)
        worker = subset.Subsetter(options)
        worker.populate(text=characters())
        worker.subset(font)
        subset.save_font(font, str(FONTS / f"NotoSansSC-{weight}.otf"), options)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
