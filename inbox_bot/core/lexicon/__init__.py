"""The words that mails are judged by, a file a language, read by `phrases`.

To add a wording is to add a line to `<language>.txt`: a phrase a line, below the signal it speaks for. No code changes,
and docs/languages.md, which counts them, is made anew by `make languages`.
"""
