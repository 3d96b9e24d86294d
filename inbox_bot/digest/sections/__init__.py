"""The sections of a digest, each from rows of the ledger to finished sentences."""
