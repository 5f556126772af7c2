"""An output folder is filled wholly or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from gis.errors import UserError
from ui.output import filling


def test_files_appear_when_all_is_written(tmp_path: Path) -> None:
    """What was written in the block stands in the folder afterwards, and nothing else."""
    target = tmp_path / "new" / "out"
    with filling(target) as part:
        (part / "a.txt").write_text("a")
        assert not (target / "a.txt").exists()
    assert [file.name for file in target.iterdir()] == ["a.txt"]


def test_a_failure_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    """An older result survives a run that breaks off."""
    (tmp_path / "a.txt").write_text("old")

    def break_off() -> None:
        with filling(tmp_path) as part:
            (part / "a.txt").write_text("new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert (tmp_path / "a.txt").read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]


def test_a_folder_made_in_vain_is_taken_away(tmp_path: Path) -> None:
    """Nothing is left of a run that wrote nothing."""
    with pytest.raises(KeyboardInterrupt), filling(tmp_path / "out"):
        raise KeyboardInterrupt
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """The sentence says which folder, why, and what to do."""
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(UserError, match="--out") as error, filling(file / "out"):
        raise AssertionError("the block must not run")
    assert error.value.where == str(file / "out")
