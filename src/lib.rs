pub mod export;
pub mod questionnaire;
pub mod results;
