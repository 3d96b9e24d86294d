"""Setting up: what is asked of somebody who begins, and the rules.yaml that their answers make.

Pure: what name servers and mail servers said comes in as values, and the text goes out as one.
"""
