"""Asks pyxform for its verdict on every workbook of a folder: one line of JSON each, in one process."""

import json
import pathlib
import sys
import warnings

from pyxform.xls2xform import convert

warnings.simplefilter("ignore")

for path in sorted(pathlib.Path(sys.argv[1]).glob("*.xlsx")):
    try:
        convert(xlsform=str(path))
        error = None
    except Exception as problem:  # whatever it stumbles over is its verdict
        error = f"{type(problem).__name__}: {problem}"
    print(json.dumps({"name": path.stem, "error": error}))
