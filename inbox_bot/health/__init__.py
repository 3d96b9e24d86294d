"""Whether all is well: `check` before the first start, `status` at any time."""
