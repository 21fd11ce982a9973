//! Tables from coded answers: recipes say what a table holds, tabulation counts it in one pass.

#[cfg(test)]
pub mod fixtures;
