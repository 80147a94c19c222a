"""A real local Spark gives the same rows as one process. Needs the extra `[verteilt]` and Java 17."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest

from ikz_recht.planning.screening_stream import INPUT, Screener
from tests.planning.test_screening import TASKS, entries, job
from tests.real import DAY, PROJECT

pyspark_sql = pytest.importorskip("pyspark.sql")
pytestmark = pytest.mark.skipif(not (shutil.which("java") or "JAVA_HOME" in os.environ), reason="Java fehlt")
SCHEMA = "ags_a string, ags_b string, aufgabe string, land string, form string, status string, aussicht string, rang byte, punkte short"


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = os.pathsep.join([str(PROJECT), os.environ.get("PYTHONPATH", "")])
    builder = pyspark_sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.host", "localhost").config("spark.driver.bindAddress", "127.0.0.1")
    session = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "40").getOrCreate()
    yield session
    session.stop()


def test_spark_says_the_same(spark: Any) -> None:
    wanted = job()
    cases = entries(wanted, TASKS)
    screener = Screener(DAY, PROJECT / "rules")
    rows = [tuple(case[name] for name in INPUT.names) for case in cases]
    types = ", ".join(f"{field.name} {'long' if field.type == pa.int64() else 'string'}" for field in INPUT)
    frame = spark.createDataFrame(rows, types).repartition(3)
    found = frame.mapInArrow(screener, SCHEMA).collect()
    alone = screener.table(pa.Table.from_pylist(cases, schema=INPUT)).to_pylist()
    assert len(found) == len(alone) > len(cases)
    assert {tuple(row) for row in found} == {tuple(row.values()) for row in alone}
