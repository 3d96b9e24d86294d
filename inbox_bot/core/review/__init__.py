"""What a person wants done with a mail, and what of several wishes is in force.

Owns the value `Decision`, its form in the ledger and its sentence. What follows from one is the plan's
(`core/plan/decided/decision`); who may decide, and by which way it came, is the callers'.
"""
