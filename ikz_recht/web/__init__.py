"""The same in the browser: server-rendered pages over the same library and the same case file. Works without JavaScript."""
