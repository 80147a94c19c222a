"""Municipalities, Kreise, associations and neighbours: from official files to one local table, and what participants take from it."""
