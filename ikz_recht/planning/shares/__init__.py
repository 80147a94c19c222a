"""Fair shares: the cost game of a cooperation, ways to share its costs, and who would do better with fewer partners."""
