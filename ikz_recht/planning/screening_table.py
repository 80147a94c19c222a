"""The result of a screening as a table: one row per case and form, in the formats Parquet, CSV and XLSX (extra `[spalten]`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from ..advice.opinion_columns import PROSPECTS, STATUSES
from ..rulebase.problem import InputProblems, Place, Problem
from .screening import Batch
from .screening_region import Region

FORMATS = (".parquet", ".csv", ".xlsx")
MOST_ROWS = 1_048_575  # of a worksheet, without its heading
_NAME, _WORD = pa.dictionary(pa.int32(), pa.string()), pa.dictionary(pa.int16(), pa.string())
SCHEMA = pa.schema(
    [
        ("ags_a", _NAME),
        ("ags_b", _NAME),
        ("aufgabe", _WORD),
        ("land", _WORD),
        ("form", _WORD),
        ("status", _WORD),
        ("aussicht", _WORD),
        ("rang", pa.int8()),
        ("punkte", pa.int16()),
    ]
)
PLAIN = pa.schema([(field.name, pa.string() if pa.types.is_dictionary(field.type) else field.type) for field in SCHEMA])
"""The same columns, with texts in full: what every reader of Arrow understands."""
_WORDS = {"status": pa.array([str(item) for item in STATUSES]), "aussicht": pa.array([str(item) for item in PROSPECTS])}


def table_of(batch: Batch, region: Region, *, only_first: bool) -> pa.Table:
    """The rows of a batch, case after case; `only_first`: those of the first rank. `rang` is 0 where a form has none."""
    cases, found, width = batch.cases, batch.results, len(batch.results.forms)
    case, form = np.repeat(np.arange(len(cases)), width), np.tile(np.arange(width), len(cases))
    status, prospect, rank, points = (table[batch.row].reshape(-1) for table in (found.status, found.prospect, found.rank, found.points))
    if only_first:
        kept = rank == 1
        case, form, status, prospect, rank, points = (column[kept] for column in (case, form, status, prospect, rank, points))
    lands = tuple(dict.fromkeys(land for land, _ in found.forms))
    names = tuple(dict.fromkeys(name for _, name in found.forms))
    land = np.array([lands.index(item) for item, _ in found.forms], dtype=np.int16)
    name = np.array([names.index(item) for _, item in found.forms], dtype=np.int16)
    keys = pa.array(region.keys, pa.string())
    columns = [
        _coded(cases.one[case].astype(np.int32), keys),
        _coded(cases.other[case].astype(np.int32), keys),
        _coded(cases.task[case], pa.array(cases.tasks, pa.string())),
        _coded(land[form], pa.array(lands, pa.string())),
        _coded(name[form], pa.array(names, pa.string())),
        _coded(status.astype(np.int16), _WORDS["status"]),
        _coded(prospect.astype(np.int16), _WORDS["aussicht"]),
        pa.array(rank),
        pa.array(points),
    ]
    return pa.table(columns, schema=SCHEMA)


def row_count(batch: Batch, *, only_first: bool) -> int:
    """How many rows the table of a batch has."""
    if only_first:
        return int((batch.results.rank == 1).sum(axis=1)[batch.row].sum())
    return len(batch.row) * len(batch.results.forms)


def _coded(codes: npt.NDArray[np.integer], words: pa.Array) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes), words)


def write_table(tables: Iterable[pa.Table], target: Path, total: int) -> None:
    """Put the tables together in one file, in the format of its ending. Raises InputProblems."""
    if target.suffix == ".xlsx":
        _write_xlsx(tables, target, total)
    elif target.suffix == ".csv":
        with pyarrow.csv.CSVWriter(target, PLAIN) as csv:
            for table in _ahead(tables):
                csv.write_table(table.cast(PLAIN))
    else:
        with pyarrow.parquet.ParquetWriter(target, SCHEMA, compression="lz4", write_statistics=["ags_a", "ags_b"]) as parquet:
            for table in _ahead(tables):
                parquet.write_table(table)


def _ahead(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The tables, each made while the one before is written: both leave the interpreter free most of the time."""
    source = iter(tables)
    with ThreadPoolExecutor(max_workers=1) as maker:
        coming = maker.submit(next, source, None)
        while (table := coming.result()) is not None:
            coming = maker.submit(next, source, None)
            yield table


def _write_xlsx(tables: Iterable[pa.Table], target: Path, total: int) -> None:
    if total > MOST_ROWS:
        text = f"Das Ergebnis hat {total} Zeilen; eine Tabelle fasst {MOST_ROWS}."
        raise InputProblems([Problem(Place(target), text, "Nehmen Sie .parquet oder .csv, weniger Aufgaben, oder --nur-erste.")])
    import xlsxwriter

    with xlsxwriter.Workbook(str(target), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("Screening")
        sheet.write_row(0, 0, SCHEMA.names)
        lines = chain.from_iterable(zip(*(column.to_pylist() for column in table.columns), strict=True) for table in tables)
        for row, values in enumerate(lines, start=1):
            sheet.write_row(row, 0, values)
