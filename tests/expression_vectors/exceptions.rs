//! Where this program decides otherwise than the field's engines, each with its reason.

pub const DIFFERENT: &[(&str, &str)] = &[];
