"""The command line: one module per command, no rule logic. Modules are imported when their command runs, so that --help is quick."""
