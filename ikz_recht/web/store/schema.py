"""The tables. Times are seconds since 1970 (UTC); secrets stand there only as their SHA-256, but for those of second factors."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(100), nullable=False, unique=True),
    Column("password", String(300), nullable=False),
    Column("role", String(20), nullable=False),
    Column("disabled", Boolean, nullable=False, default=False),
    Column("temporary", Boolean, nullable=False, default=False),  # the password was given by somebody else
    Column("created", Float, nullable=False),
)

second_factors = Table(
    "second_factors",
    metadata,
    Column("user_id", Integer, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("secret", String(64), nullable=False),  # codes are computed from it, so it must be readable
    Column("active", Boolean, nullable=False, default=False),  # a first code has been given
    Column("used", Integer, nullable=False, default=0),  # the time step of the last code: each works once
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("user_id", Integer, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(100), nullable=False),
    Column("created", Float, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("user_id", Integer, ForeignKey("users.id", ondelete="CASCADE")),
    Column("link_id", String(64), ForeignKey("links.id", ondelete="CASCADE")),
    Column("csrf", String(64), nullable=False),
    Column("created", Float, nullable=False),
    Column("seen", Float, nullable=False),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(200), nullable=False),
    Column("at", Float, nullable=False),
)
Index("attempts_by_key", attempts.c.key, attempts.c.at)

projects = Table(
    "projects",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("title", String(200), nullable=False),
    Column("owner", Integer, ForeignKey("users.id", ondelete="SET NULL")),
    Column("status", String(40), nullable=False, default=""),
    Column("created", Float, nullable=False),
    Column("updated", Float, nullable=False),
)

members = Table(
    "members",
    metadata,
    Column("project_id", String(32), ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", Integer, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
)

cases = Table(
    "cases",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("project_id", String(32), ForeignKey("projects.id", ondelete="CASCADE"), nullable=False),
    Column("title", String(200), nullable=False),
    Column("document", Text, nullable=False),
    Column("progress", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created", Float, nullable=False),
    Column("updated", Float, nullable=False),
)
Index("cases_by_project", cases.c.project_id)

answers = Table(
    "answers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", String(32), ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("question", String(120), nullable=False),
    Column("value", Text, nullable=False),
    Column("who", String(200), nullable=False),
    Column("at", Float, nullable=False),
)
Index("answers_by_case", answers.c.case_id, answers.c.id)

results = Table(
    "results",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", String(32), ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("day", String(10), nullable=False),
    Column("rulebase", String(40), nullable=False),
    Column("fingerprint", String(16), nullable=False),
    Column("recommended", String(200), nullable=False),
    Column("at", Float, nullable=False),
)
Index("results_by_case", results.c.case_id, results.c.id)

links = Table(
    "links",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("case_id", String(32), ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(200), nullable=False),
    Column("created", Float, nullable=False),
    Column("expires", Float, nullable=False),
    Column("revoked", Boolean, nullable=False, default=False),
    Column("finished", Boolean, nullable=False, default=False),
)
Index("links_by_case", links.c.case_id)

views = Table(
    "views",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", String(32), ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    Column("link_id", String(64), ForeignKey("links.id", ondelete="CASCADE")),  # none: the coordination
    Column("question", String(120), nullable=False),
    Column("value", Text, nullable=False),
    Column("at", Float, nullable=False),
)
Index("views_by_case", views.c.case_id, views.c.link_id, views.c.question)

networks = Table(
    "networks",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("title", String(200), nullable=False),
    Column("owner", Integer, ForeignKey("users.id", ondelete="SET NULL")),
    Column("document", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created", Float, nullable=False),
    Column("updated", Float, nullable=False),
)

network_members = Table(
    "network_members",
    metadata,
    Column("network_id", String(32), ForeignKey("networks.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", Integer, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
)

desk_entries = Table(
    "desk_entries",
    metadata,
    Column("project_id", String(32), ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True),
    Column("section", Text, nullable=False),
    Column("version", Integer, nullable=False),
)

attachments = Table(
    "attachments",
    metadata,
    Column("case_id", String(32), ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("document", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("who", String(200), nullable=False),
    Column("updated", Float, nullable=False),
)
