"""Files of planners become layers that a park can be made of, and a report that says what was found in them.

Source (unpacked, `source`) -> content as the file says it (`gis.formats`) -> placed on Earth (`coordinates`) -> sound
shapes (`repair`) -> understood columns (`meaning`) -> `survey.Survey`, which `report` prints and `assemble` makes a
park's file of. Hostile files are read in a child process (`child`).
"""
