"""One picture for both eyes."""

from gis.text import Name
from twin.stereo import Eye, Mode

MODE = Mode("mono", Name("One picture", "单画面"), 0, (Eye(0),))
