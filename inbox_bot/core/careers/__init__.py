"""What a company's careers page says: its vacancies, out of JSON-LD, HTML, Markdown or a feed; and rules.yaml's text
with them in it. Pure: pages and texts come in as values.
"""
