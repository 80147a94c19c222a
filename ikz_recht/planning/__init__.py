"""The coordinator's questions: which tasks with which partners."""
