//! One file per change that the product makes.
