"""The result of a screening as a table: one row per case and form, in the formats Parquet, CSV and XLSX (extra `[spalten]`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from ..advice.opinion_columns import PROSPECTS, STATUSES, FormColumns
from ..rulebase.problem import InputProblems, Place, Problem
from .screening import Batch, Region

FORMATS = (".parquet", ".csv", ".xlsx")
MOST_ROWS = 1_048_575  # of a worksheet, without its heading
_WORD = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema(
    [
        ("ags_a", pa.string()),
        ("ags_b", pa.string()),
        ("aufgabe", _WORD),
        ("land", _WORD),
        ("form", _WORD),
        ("status", _WORD),
        ("aussicht", _WORD),
        ("rang", pa.int16()),
        ("punkte", pa.float64()),
    ]
)


def table_of(batch: Batch, region: Region, *, only_first: bool) -> pa.Table:
    """The rows of a batch; `only_first`: those of the first rank. `rang` is 0 where a form has none."""
    parts = [_rows(batch, region, form, only_first=only_first) for form in batch.forms]
    return pa.concat_tables(parts) if parts else SCHEMA.empty_table()


def _rows(batch: Batch, region: Region, form: FormColumns, *, only_first: bool) -> pa.Table:
    cases = np.flatnonzero(form.rank == 1) if only_first else np.arange(len(batch))
    pair = cases % len(batch.pairs)
    keys = np.array(region.keys, dtype=object)
    pairs = np.array(batch.pairs, dtype=np.int64)
    constant = np.zeros(len(cases), dtype=np.int32)
    columns = [
        pa.array(keys[pairs[pair, 0]], pa.string()),
        pa.array(keys[pairs[pair, 1]], pa.string()),
        _words(cases // len(batch.pairs), batch.tasks),
        _words(constant, (form.form.land,)),
        _words(constant, (form.form.id,)),
        _words(form.status[cases], map(str, STATUSES)),
        _words(form.prospect[cases], map(str, PROSPECTS)),
        pa.array(form.rank[cases], pa.int16()),
        pa.array(form.points[cases], pa.float64()),
    ]
    return pa.table(columns, schema=SCHEMA)


def _words(codes: npt.NDArray[np.integer], words: Iterable[str]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(list(words), pa.string()))


def write_table(parts: Iterable[Path], target: Path, total: int) -> None:
    """Put the parts (Parquet files) together in one file, in the format of its ending. Raises InputProblems."""
    if target.suffix == ".xlsx":
        _write_xlsx(parts, target, total)
        return
    if target.suffix == ".csv":
        with pyarrow.csv.CSVWriter(target, _plain()) as writer:
            for table in _tables(parts):
                writer.write_table(table.cast(_plain()))
        return
    with pyarrow.parquet.ParquetWriter(target, SCHEMA, compression="zstd") as writer:
        for table in _tables(parts):
            writer.write_table(table)


def _plain() -> pa.Schema:
    return pa.schema([(field.name, pa.string() if field.type == _WORD else field.type) for field in SCHEMA])


def _tables(parts: Iterable[Path]) -> Iterator[pa.Table]:
    for part in parts:
        yield pyarrow.parquet.read_table(part).cast(SCHEMA)


def _write_xlsx(parts: Iterable[Path], target: Path, total: int) -> None:
    if total > MOST_ROWS:
        text = f"Das Ergebnis hat {total} Zeilen; eine Tabelle fasst {MOST_ROWS}."
        raise InputProblems([Problem(Place(target), text, "Nehmen Sie .parquet oder .csv, weniger Aufgaben, oder --nur-erste.")])
    import xlsxwriter

    with xlsxwriter.Workbook(str(target), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("Screening")
        sheet.write_row(0, 0, SCHEMA.names)
        row = 1
        for table in _tables(parts):
            for values in zip(*(column.to_pylist() for column in table.columns), strict=True):
                sheet.write_row(row, 0, values)
                row += 1
