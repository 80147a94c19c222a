"""Memo and draft: one Markdown source, rendered to md, html, docx, odt and pdf."""
