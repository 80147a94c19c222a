"""The legal team's tools: checks over the whole rule base, and where its statements come from."""
