"""What the pages keep: users, sessions, projects, cases with every answer, links. SQLite (one file, WAL) or PostgreSQL, by SQLAlchemy Core."""
