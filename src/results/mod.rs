//! Tables from coded answers: recipes say what a table holds, tabulation counts it in one pass.

mod counts;
pub mod recipe;
mod selection;
pub mod table;
pub mod tabulate;
