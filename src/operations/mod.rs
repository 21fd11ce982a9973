//! The changes that the product makes, one file each: check, write, audit, enqueue, in one transaction.
