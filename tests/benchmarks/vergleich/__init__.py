"""The conditions of the real program under other engines: what docs/screening.md says of their speed. Needs the extra `[vergleich]`."""
